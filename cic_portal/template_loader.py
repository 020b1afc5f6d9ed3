"""Templates without their lines and indentation, which are for those who edit them: no visitor downloads them."""

import re

from django.template.loaders import filesystem

# White space is seen in the first two and means something in the others.
KEPT = re.compile(r"(<(?:pre|textarea|script|style)\b.*?</(?:pre|textarea|script|style)>)", re.DOTALL | re.IGNORECASE)
LINE_BREAK = re.compile(r"\s*\n\s*")


class Loader(filesystem.Loader):
    """Reads `templates/*.html` with each line break and the white space around it as one space; other files as they are.

    A browser shows both alike. It happens once for each template, before it is parsed, so it costs a request nothing.
    """

    def get_contents(self, origin):
        contents = super().get_contents(origin)
        return on_one_line(contents) if origin.name.endswith(".html") else contents


def on_one_line(html):
    """`html` as a browser shows it. The line break at its end goes: a part would bring it into the middle of a sentence."""
    parts = KEPT.split(html.strip())
    parts[::2] = [LINE_BREAK.sub(" ", part) for part in parts[::2]]
    return "".join(parts)
