"""Addresses of one page in all its languages: one function for the page's head and for the sitemap."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from cic_portal import languages


@dataclass(frozen=True)
class Alternate:
    hreflang: str
    url: str


def absolute(path):
    return f"{settings.SITE_URL}{path}"


def bare_path(name, *args):
    """The path of a named page without its language: `/contact/` for the page `/uk/contact/`."""
    with translation.override(languages.SOURCE):
        return strip_language(reverse(name, args=args))


def strip_language(path):
    code = languages.from_path(path)
    return path[len(code) + 1 :] if code else path


def in_language(path, code):
    """`path` (with or without a language) in the language `code`."""
    return f"/{code}{strip_language(path)}"


def alternates(path, codes):
    """The hreflang set of the page at `path`, published in the languages `codes`: each that is shown, and one x-default.

    x-default is the page to choose a language for the home page, elsewhere the English page or else the Polish one.
    """
    bare = strip_language(path)
    cluster = [Alternate(code, absolute(f"/{code}{bare}")) for code in languages.shown_codes() if code in codes]
    if bare == "/":
        cluster.append(Alternate("x-default", absolute("/")))
    elif default := next((code for code in ("en", languages.SOURCE) if code in codes), None):
        cluster.append(Alternate("x-default", absolute(f"/{default}{bare}")))
    return cluster
