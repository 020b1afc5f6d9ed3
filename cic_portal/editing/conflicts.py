"""What is said to the second of two people who changed the same thing."""

from django.core.exceptions import ValidationError
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from cic_portal.desk.pages import admin_url
from cic_portal.editing.showing import column_and_language, shown
from cic_portal.editing.versions import Difference, number_of
from cic_portal.editing.wholes import recorded_columns, whole_of
from cic_portal.languages import staff_text as _s
from cic_portal.templatetags.portal import clock

LOOKED_BACK = 30  # versions
SOMEBODY = _s("Somebody")
SAVED = _s(
    "%(who)s changed this at %(when)s, while you had it open. That version is kept, yours is not saved. "
    "Save again to put yours in its place."
)
COMPARED = _s("Compare: struck out is what is saved now, underlined is yours")
IN_HISTORY = _s("See that change in the history")


def when(moment):
    """A moment in Kalisz, without the day when it is today."""
    local = timezone.localtime(moment)
    if local.date() == timezone.localdate():
        return clock(local)
    return f"{date_format(local, 'SHORT_DATE_FORMAT')}, {clock(local)}"


def last_change(instance, name=""):
    """(who, moment) of the last change of a row, or of its column `name`; (“Somebody”, None) when history does not say."""
    column = instance._meta.get_field(name) if name else None
    columns = [column.attname] if column is not None and not column.many_to_many else []
    rows = type(instance).history.filter(**{instance._meta.pk.attname: instance.pk}).order_by("-history_id")
    rows = list(rows.select_related("history_user").only("history_date", "history_user", *columns)[:LOOKED_BACK])
    if not rows:
        return SOMEBODY, None
    last = rows[0]
    for row in rows[1:] if columns else ():
        if getattr(row, columns[0]) != getattr(last, columns[0]):
            break
        last = row
    return (last.history_user.called if last.history_user else SOMEBODY), last.history_date


def refusal(form, name):
    """The error beside a field that somebody else has changed: who, when, and the two texts as one."""
    who, moment = last_change(form.instance, name)
    sentence = SAVED % {"who": who, "when": when(moment or timezone.now())}
    diff, language = compared(form, name)
    # A safe string: its parts were escaped.
    return ValidationError(
        format_html(
            '{} <details class="saved-meanwhile"><summary>{}</summary><div class="word-diff"{}>{}</div></details>{}',
            sentence,
            COMPARED,
            format_html(' lang="{}" dir="{}"', language.code, language.direction) if language else "",
            diff,
            _link(form.instance, moment),
        )
    )


def compared(form, name):
    """(HTML, Language or None) of what is stored and what was typed as one text."""
    model = type(form.instance)
    column = model._meta.get_field(name)
    attribute = name if column.many_to_many else column.attname
    before, after = form.initial.get(name), form.cleaned_data[name]
    if column.many_to_many:
        before, after = ([item.pk for item in items] for items in (before, after))
    elif column.is_relation:
        after = after.pk if after else None
    values = {each.attname: getattr(form.instance, each.attname) for each in recorded_columns(model)}
    difference = Difference(model, form.instance.pk, attribute, before, after, values)
    _column, language = column_and_language(model, attribute)
    return mark_safe("".join(item.diff for item in shown([difference]))), language  # each was escaped


def _link(instance, moment):
    if moment is None:
        return ""
    whole, pk = whole_of(instance)
    try:
        address = admin_url(whole.model, "version", pk, number_of(moment))
    except NoReverseMatch:
        return ""
    return format_html(' <a href="{}" target="_blank" rel="noopener">{}</a>', address, IN_HISTORY)
