"""A page as plain text, for machines that read information about the Centre (act of 19 July 2019, art. 6)."""

import re

from cic_portal.markup.markdown import HEADING_ID, TERM

LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


def plain_text(page, centre, language):
    """Title, summary and body of `page` without markup, then how to reach `centre`; lines end with one line feed."""
    body = str(page.text("body", language.code))
    body = TERM.sub(lambda match: match[2] or match[1], body)
    body = LINK.sub(lambda match: match[1] if match[2].startswith("/") else f"{match[1]} ({match[2]})", body)
    body = body.replace("{{centre-phone}}", centre.phone.as_national).replace("{{centre-email}}", centre.email)
    lines = [
        HEADING_ID.sub("", line).removeprefix("## ").replace("**", "").replace("*", "") for line in body.splitlines()
    ]
    place = ", ".join(part for part in (centre.street, centre.city) if part)
    reach = [centre.phone.as_e164, centre.email, place]
    return "\n".join([str(page.text("title")), "", str(page.text("summary")), "", *lines, "", *reach, ""])
