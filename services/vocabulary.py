"""What `[[term]]` and `{{amount}}` in a text stand for, looked up once for a whole page (at most two queries)."""

from dataclasses import dataclass, field

from babel.numbers import format_decimal
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe

from cic_portal import languages
from cic_portal.languages import staff_text as _s
from cic_portal.markup.mentions import amounts_in, mentions_of, terms_in
from cic_portal.markup.rendering import render_markdown
from cic_portal.translations.glossary import GlossaryEntry
from services.models import Amount, Term

# What a text may name of the home centre: `{{centre-phone}}`, and the template that shows it.
CENTRE_PARTS = {"centre-phone": "components/phone_link.html", "centre-email": "components/email_link.html"}

CENTRE_NOTES = {
    "centre-phone": _s("The phone of the Centre is put here."),
    "centre-email": _s("The e-mail address of the Centre is put here."),
}


@dataclass
class Vocabulary:
    """Terms by Polish name and amounts by slug; `used_terms` are those met so far, in the order of the page."""

    terms: dict[str, Term] = field(default_factory=dict)
    amounts: dict[str, Amount] = field(default_factory=dict)

    @classmethod
    def for_texts(cls, texts):
        """All that `texts` mention. A name that does not exist is left out and shown as the plain words."""
        texts = list(texts)
        names = {name for text in texts for name in terms_in(text)}
        slugs = {slug for text in texts for slug in amounts_in(text)} - CENTRE_PARTS.keys()
        terms = Term.objects.published(timezone.now()).filter(name__in=names) if names else ()
        amounts = Amount.objects.published(timezone.now()).filter(slug__in=slugs) if slugs else ()
        return cls({term.name: term for term in terms}, {amount.slug: amount for amount in amounts})

    def render(self, text, language, centre=None):
        """Safe HTML of a content text written in `language` (a Language).

        `centre` has the `phone` and `email` that `{{centre-phone}}` and `{{centre-email}}` stand for: those of the page's
        frame, so that one edit changes every text.
        """

        def term(name, words=None):
            return _render_term(self.terms.get(name.strip()), name.strip(), (words or "").strip(), language)

        def amount(slug):
            if slug in CENTRE_PARTS:
                return (
                    render_to_string(CENTRE_PARTS[slug], {"phone": centre.phone, "email": centre.email}).strip()
                    if centre
                    else ""
                )
            found = self.amounts.get(slug)
            return render_amount(found, language) if found else "…"

        return mark_safe(render_markdown(text, language, term=term, amount=amount))

    def expired_amounts(self, today):
        expired = [amount for amount in self.amounts.values() if amount.is_expired(today)]
        return sorted(expired, key=lambda amount: (*amount.expiry, amount.slug))

    def mentioned(self, texts):
        """The known terms that `texts` mention, each once, in the order in which they appear."""
        names = dict.fromkeys(name for text in texts for name in terms_in(text))
        return [self.terms[name] for name in names if name in self.terms]


def _render_term(term, name, words, language):
    if language.code == languages.SOURCE:
        words, polish = words or name, ""
    elif not words:
        equivalent = term.text_in("equivalent", language.code) if term else ""
        context = {"term": term, "polish": name, "equivalent": equivalent if equivalent != name else ""}
        return render_to_string("services/parts/bare_term.html", context).strip()
    else:
        polish = "" if words.casefold() == name.casefold() else name
    context = {"term": term, "words": words, "polish": polish}
    return render_to_string("services/parts/term.html", context).strip()


def amount_text(amount, language):
    """The sum in the number format of `language`, with its unit."""
    value = amount.value
    pattern = "#,##0" if value == value.to_integral_value() else "#,##0.00"
    text = format_decimal(value, format=pattern, locale=language.locale)
    return f"{text}\u00a0{amount.get_unit_display()}"


def render_amount(amount, language):
    """The sum as `amount_text`, marked when its validity has passed."""
    context = {
        "amount": amount,
        "text": amount_text(amount, language),
        "is_expired": amount.is_expired(timezone.localdate()),
    }
    return render_to_string("services/parts/amount.html", context).strip()


def glossary_entries(texts, code):
    """What the Polish `texts` may mention, for a translator into `code` (see translations.glossary): two queries."""
    slugs = {slug for text in texts for slug in amounts_in(text)}
    terms = Term.objects.values_list("pk", "name", f"equivalent_{code}")
    amounts = Amount.objects.filter(slug__in=slugs - CENTRE_PARTS.keys())
    return [
        *(GlossaryEntry(f"[[{name}]]", name, words or "", label="services.term", pk=pk) for pk, name, words in terms),
        *(_amount_entry(amount, languages.BY_CODE[code]) for amount in amounts),
        *(
            GlossaryEntry(f"{{{{{part}}}}}", "", note=CENTRE_NOTES[part])
            for part in sorted(slugs & CENTRE_PARTS.keys())
        ),
    ]


def _amount_entry(amount, language):
    words = amount_text(amount, language)
    return GlossaryEntry(
        f"{{{{{amount.slug}}}}}", "", words, amount.text_in("label", "pl"), label="services.amount", pk=amount.pk
    )


def unknown_mention(text, names, slugs):
    """The first `[[…]]` or `{{…}}` in `text` that is neither in `names` nor in `slugs`, as written; None when all are."""
    known = {"term": names, "amount": {*slugs, *CENTRE_PARTS}}
    unknown = next((mark for mark in mentions_of(text) if mark.name not in known[mark.kind]), None)
    return text[unknown.start : unknown.end] if unknown else None
