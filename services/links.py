"""Links that guides hold: official pages and sources, as a list of plain objects in one column."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from cic_portal.languages import staff_text as _s


def validate_https(url):
    """Refuse an address that a reader's connection to could be read or changed on its way."""
    parts = urlsplit(url or "")
    if parts.scheme != "https" or not parts.hostname or "." not in parts.hostname:
        raise ValidationError(_s("“%(url)s” is not a full address that begins with https://."), params={"url": url})


def validate_links(links):
    """Check a list of `{"title", "url", "language", "date"}`; only `title` is needed, `url` must be https."""
    if not isinstance(links, list):
        raise ValidationError(_s("This must be a list of links."))
    for link in links:
        if not isinstance(link, dict) or not link.get("title"):
            raise ValidationError(_s("Each link needs a title."))
        if link.get("url"):
            validate_https(link["url"])


def links_to_lines(links):
    """The list as staff edit it: one link on a line, `address | title | language | date`, empty ends left out."""
    rows = ([link.get(key, "") or "" for key in ("url", "title", "language", "date")] for link in links)
    return "\n".join(" | ".join(row).rstrip(" |") for row in rows)


def lines_to_links(lines):
    """The inverse of links_to_lines; raises ValidationError that names the line."""
    links = []
    for number, line in enumerate(lines.splitlines(), start=1):
        if not line.strip():
            continue
        url, title, language, date, *_rest = [part.strip() for part in line.split("|")] + [""] * 4
        link = {"url": url, "title": title, "language": language, "date": date}
        links.append({key: value for key, value in link.items() if value})
        try:
            validate_links(links[-1:])
        except ValidationError as error:
            raise ValidationError(
                _s("Line %(number)s: %(message)s"), params={"number": number, "message": " ".join(error.messages)}
            ) from error
    return links
