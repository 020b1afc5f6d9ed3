from django.conf import settings
from django.contrib import admin
from django.utils import translation

from cic_portal import languages
from cic_portal.limits import TooManyRequests
from cic_portal.views import not_found, too_many_requests

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "microphone", "geolocation", "payment", "usb", "browsing-topics", "interest-cohort")
)


class LanguageMiddleware:
    """Speaks the language that the address names; the staff desk speaks the language its user chose.

    Unlike Django's own LocaleMiddleware it looks at no header and no cookie, so a public page depends on its address
    alone and any cache may keep it. Only `/` and addresses without a language (error pages) follow Accept-Language.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        code = languages.from_path(request.path_info)
        if code and not languages.is_shown(code):
            return self._hidden(request, code)
        return self._in(code or self._spoken(request), request, self.get_response)

    def _in(self, code, request, get_response):
        translation.activate(code)
        request.LANGUAGE_CODE = code
        response = get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response

    def _hidden(self, request, code):
        """A language that staff still work on: they see its pages, nobody else learns that it is there."""
        if not admin.site.has_permission(request):  # asks for the second factor, too
            return self._in(self._spoken(request), request, not_found)
        response = self._in(code, request, self.get_response)
        response["Cache-Control"] = "private, no-store"
        return response

    def _spoken(self, request):
        if request.path_info.startswith("/admin/"):
            return getattr(request.user, "desk_language", languages.SOURCE)
        return languages.preferred(request.headers.get("Accept-Language", "")) or languages.SOURCE


class TooManyRequestsMiddleware:
    """Answers a refused limit with a page in the reader's language."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return too_many_requests(request) if isinstance(exception, TooManyRequests) else None


class PublicCacheMiddleware:
    """Lets browsers and shared caches keep public pages for a short while, and nothing else.

    Public means: a GET under a language prefix answered with 200, without a cookie, that no view has marked otherwise.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.has_header("Cache-Control"):
            return response
        if self._is_public(request, response):
            age = settings.PUBLIC_PAGE_MAX_AGE
            response["Cache-Control"] = f"public, max-age=0, s-maxage={age}"
        else:
            response["Cache-Control"] = "private, no-store"
        return response

    def _is_public(self, request, response):
        return (
            request.method in ("GET", "HEAD")
            and response.status_code == 200
            and languages.from_path(request.path_info) is not None
            and not response.cookies
        )


class PrivacyHeadersMiddleware:
    """The protective headers that neither Django nor django-csp sets."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        return response
