from django.urls import re_path

from cic_portal.translations.desk.board import BoardPage, LanguagePage, ListPage
from cic_portal.translations.desk.editing import TranslateObjectPage


def addresses(site):
    """URL patterns of the translation desk for the admin site `site`."""
    language = r"^translations/(?P<code>[a-z]{2,3}(?:-[a-z]+)?)/"
    kind = rf"{language}(?P<label>[^/.]+\.[^/.]+)/"
    pages = [
        (r"^translations/$", BoardPage, "translations_board"),
        (f"{language}$", LanguagePage, "translations_language"),
        (f"{kind}$", ListPage, "translations_list"),
        (rf"{kind}(?P<pk>[^/]+)/$", TranslateObjectPage, "translations_object"),
    ]
    return [re_path(address, site.admin_view(page.as_view()), name=name) for address, page, name in pages]
