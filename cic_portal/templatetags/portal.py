"""Small parts that every template may use; loaded for all of them (settings.TEMPLATES)."""

import json

from babel.dates import format_date, get_day_names
from django import template
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from phonenumber_field.phonenumber import PhoneNumber

from cic_portal import languages
from cic_portal.markup.rendering import isolate
from cic_portal.publishing.addresses import absolute

register = template.Library()

POLAND = 48  # country code of phone numbers

# Drawings that point somewhere: they turn round where text runs from right to left.
DIRECTED_ICONS = {"arrow", "chevron", "back"}


@register.simple_tag
def icon(name):
    """A drawing from our sprite. Always beside words that say the same, so hidden from screen readers."""
    turns = mark_safe(' class="turns"') if name in DIRECTED_ICONS else ""
    return format_html(
        '<svg aria-hidden="true" focusable="false"{}><use href="{}#{}"></use></svg>',
        turns,
        static("icons/sprite.svg"),
        name,
    )


@register.simple_tag
def text(item, field):
    """The text of `field` in the reader's language; in another one, if need be, with its own lang and dir."""
    return local(item.text(field))


@register.filter
def local(value):
    """HTML of a LocalText or a translated string, marked when it is not in the page's language."""
    html = mark_safe(isolate(str(value)))
    language = getattr(value, "language", languages.active())
    if language == languages.active():
        return html
    return format_html('<span lang="{}" dir="{}">{}</span>', language.code, language.direction, html)


@register.simple_tag(takes_context=True)
def rich(context, item, field, vocabulary, code=None):
    """The long text of `field` as HTML, in a block of its own language when it is not the page's."""
    found = item.text(field, code)
    html = vocabulary.render(found.value, found.language, context["frame"].centre)
    if found.language == languages.active():
        return html
    return format_html('<div lang="{}" dir="{}">{}</div>', found.language.code, found.language.direction, html)


@register.filter
def foreign_lang(code):
    """` lang="pl" dir="ltr"` for text in another language than the page, else nothing."""
    language = languages.BY_CODE.get(code or "")
    if language is None or language == languages.active():
        return ""
    return format_html(' lang="{}" dir="{}"', language.code, language.direction)


@register.filter
def national(phone):
    """A phone number as people in Poland dial it: `887 069 112`, and `+380 67 123 4567` when it is of another country."""
    if not phone:
        return ""
    return phone.as_national if phone.country_code == POLAND else phone.as_international


@register.filter
def e164(phone):
    """A phone number for a tel: link. Accepts a PhoneNumber or digits."""
    number = phone if hasattr(phone, "as_e164") else PhoneNumber.from_string(str(phone), region="PL")
    return number.as_e164


@register.inclusion_tag("components/phone_link.html")
def phone_link(phone):
    return {"phone": phone if hasattr(phone, "as_e164") else PhoneNumber.from_string(str(phone), region="PL")}


@register.inclusion_tag("components/email_link.html")
def email_link(email):
    return {"email": email}


@register.filter
def day(value):
    """A date in words: 22 November 2026."""
    return format_date(value, "long", locale=languages.active().locale) if value else ""


@register.filter
def weekday_and_day(value):
    """A date with its weekday, for plans."""
    return format_date(value, "full", locale=languages.active().locale) if value else ""


@register.filter
def moment(value):
    """A moment in Kalisz: weekday, date and time."""
    local_time = timezone.localtime(value)
    language = languages.active()
    day_in_words = format_date(local_time, "full", locale=language.locale)
    return f"{day_in_words}{language.comma} {clock(local_time.time())}"


@register.filter
def clock(value):
    """A time of day as 7:30 or 15:30; 24 hours in every language."""
    return f"{value.hour}:{value.minute:02d}"


@register.filter
def weekday_name(number, width="wide"):
    """The name of weekday 1 (Monday) to 7 (Sunday) as it stands inside a sentence; `width` is `wide` or `abbreviated`."""
    return get_day_names(width, "stand-alone", locale=languages.active().locale)[number - 1]


def weekday_names(numbers):
    """Names of weekdays as a list inside a sentence."""
    return f"{languages.active().comma} ".join(weekday_name(number) for number in numbers)


@register.filter
def without_stop(label):
    """A label that is a whole sentence, without its full stop: something follows it."""
    return str(label).rstrip(".۔。")


@register.filter
def sentence_case(words):
    """`words` with a capital first letter, where the script has capitals for that (Georgian has not)."""
    words = str(words)
    return words if languages.active().code == "ka" else words[:1].upper() + words[1:]


@register.filter
def iso(value):
    return value.isoformat() if value else ""


@register.filter
def as_absolute(path):
    return absolute(path)


@register.filter
def text_of(item, field):
    """The LocalText of `field`, to ask whether there is one."""
    return item.text(field)


@register.filter
def bare_url(url):
    """An address as people say it: without https:// and the last slash."""
    return url.removeprefix("https://").removeprefix("www.").rstrip("/")


@register.filter
def own_name(code):
    """What readers call the language `code`; the code itself when it is not one of ours."""
    language = languages.BY_CODE.get(code)
    return language.own_name if language else code


@register.filter
def kind_in_polish(section):
    """The heading of a guide's section as the Polish page has it."""
    with translation.override(languages.SOURCE):
        return str(section.get_kind_display())


@register.filter
def overdue(item, today):
    """Whether the day by which `item` was to be checked again has passed."""
    return item.is_overdue(today)


@register.filter
def why_not_enrol(target, now):
    """The reason why nobody can sign up for `target` at `now`, or None."""
    return target.why_not_enrol(now)


@register.filter
def json_ld(data):
    """Facts for machines (schema.org) as a data block; nothing in it can end the script element."""
    if not data:
        return ""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')
