import json
import re
import unicodedata
from functools import cache

import typst
from django.conf import settings

from cic_portal.languages import staff_text as _s
from cic_portal.typed_text import FORBIDDEN_IN_PDF

TEMPLATES = settings.BASE_DIR / "templates" / "leaflets"
# Best first. The last one comes with Typst itself and has Latin and Cyrillic, so a machine without fonts can print.
# Names may be in any script, so the other families of Noto Sans and DejaVu Sans follow. Nothing else is tried: Typst's
# own last resort is DejaVu Sans Mono, which tears Arabic letters apart.
TEXT_FAMILIES = ("Noto Sans", "Noto Sans Georgian", "Noto Sans Arabic", "Libertinus Serif")
OTHER_SCRIPTS = ("Noto Sans ", "DejaVu Sans")
MISSING_GLYPH = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed with font `"([^"]+)"`')
# Typst shows a text as a string of Rust does: \u{1f}, or a letter or sign after a backslash.
ESCAPED = re.compile(r"\\(?:u\{(?P<code>[0-9a-f]+)\}|(?P<sign>.))")
ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "0": "\0"}
SHOWN = 8  # characters that the sentence for staff names
CJK = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO")


class MissingGlyphs(Exception):
    """No font on this machine has `characters`; `fonts` are those that were tried last. Its text is for staff."""

    def __init__(self, characters, fonts):
        self.characters = characters
        self.fonts = fonts
        super().__init__(characters, fonts)

    @property
    def package(self):
        """The Debian package that most likely has them."""
        names = [unicodedata.name(character, "") for character in self.characters]
        return "fonts-noto-cjk" if any(name.startswith(CJK) for name in names) else "fonts-noto-core"

    def __str__(self):
        sentence = _s(
            "No font on the server can print %(characters)s (tried: %(fonts)s). "
            "Ask for the Debian package %(package)s to be installed."
        )
        shown = [c if c.isprintable() else f"U+{ord(c):04X}" for c in self.characters[:SHOWN]]
        more = " …" if len(self.characters) > SHOWN else ""
        return sentence % {
            "characters": " ".join(shown) + more,
            "fonts": ", ".join(self.fonts),
            "package": self.package,
        }


@cache
def installed_fonts():
    """Typst's own fonts and those of the system. Looking through the disk takes a moment, so once for each process."""
    return typst.Fonts()


def families():
    """The families that text is set in, best first."""
    installed = installed_fonts().families()
    best = [family for family in TEXT_FAMILIES if family in installed]
    others = [family for family in sorted(installed) if family.startswith(OTHER_SCRIPTS) and family not in best]
    return best + [family for family in others if not family.endswith(" Mono")]


def pdf(template, data):
    """The tagged PDF (PDF/UA-1), as bytes, of `templates/leaflets/<template>.typ` filled with `data`.

    `data` is anything JSON can say. It reaches the template as values, never as markup: `#panic()` in a name prints as
    typed. Raises MissingGlyphs.
    """
    compiler = typst.Compiler(
        input=TEMPLATES / f"{template}.typ",
        root=settings.BASE_DIR,
        font_paths=installed_fonts(),
        sys_inputs={"data": json.dumps(_printable(data)), "families": json.dumps(families())},
    )
    try:
        return compiler.compile(format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as error:
        if missing := MISSING_GLYPH.findall(error.diagnostic):
            raise _missing_glyphs(missing) from error
        raise


def _printable(value):
    """`value` without the characters that PDF cannot hold, however deep they are."""
    if isinstance(value, str):
        return FORBIDDEN_IN_PDF.sub("", value)
    if isinstance(value, dict):
        return {key: _printable(part) for key, part in value.items()}
    return [_printable(part) for part in value] if isinstance(value, (list, tuple)) else value


def _missing_glyphs(found):
    """MissingGlyphs of the pairs (text, font) that Typst named, each once and in the order of the text."""
    texts = (ESCAPED.sub(_unescaped, text) for text, _font in found)
    return MissingGlyphs("".join(dict.fromkeys("".join(texts))), list(dict.fromkeys(font for _text, font in found)))


def _unescaped(match):
    return chr(int(match["code"], 16)) if match["code"] else ESCAPES.get(match["sign"], match["sign"])
