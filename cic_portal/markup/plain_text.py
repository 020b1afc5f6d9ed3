"""A page as plain text, for machines that read information about the Centre (act of 19 July 2019, art. 6)."""

from cic_portal.markup.words import without_markup


def plain_text(page, centre, language):
    """Title, summary and body of `page` without markup, then how to reach `centre`; lines end with one line feed."""
    reachable = {"centre-phone": centre.phone.as_national, "centre-email": centre.email}
    body = without_markup(
        str(page.text("body", language.code)),
        amount=lambda slug, sign: reachable.get(slug, sign),
        link=lambda words, address: words if address.startswith("/") else f"{words} ({address})",
    )
    place = ", ".join(part for part in (centre.street, centre.city) if part)
    reach = [centre.phone.as_e164, centre.email, place]
    return "\n".join([str(page.text("title")), "", str(page.text("summary")), "", *body.splitlines(), "", *reach, ""])
