from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cic_portal import languages
from cic_portal.loading.models import ContentLoad
from cic_portal.publishing.addresses import absolute, alternates
from cic_portal.visitors.pages import PageFrame
from cic_portal.visitors.search_form import SearchForm

SECURITY_TXT_DAYS = 180  # RFC 9116 recommends less than a year


@require_safe
def choose_language(request):
    """The only address that negotiates: the reader's earlier choice, then Accept-Language, else a page to choose."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if not languages.is_shown(chosen):
        chosen = languages.preferred(request.headers.get("Accept-Language", ""))
    if chosen:
        response = HttpResponseRedirect(f"/{chosen}/")
    else:
        response = render(
            request,
            "choose_language.html",
            {"languages": languages.shown(), "alternates": alternates("/pl/", languages.CODES)},
        )
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@require_safe
def favicon(request):
    """Browsers that look here instead of in the page."""
    return HttpResponseRedirect(static("icons/favicon.svg"))


@require_safe
def healthz(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def readyz(request):
    """The portal can serve readers: the database answers, is migrated and has content. 503 names what is missing."""
    missing = [
        name
        for name, is_ready in (("database", _database), ("migrations", _migrated), ("content", _loaded))
        if not is_ready()
    ]
    return JsonResponse({"ready": not missing, "missing": missing}, status=503 if missing else 200)


def _database():
    try:
        connection.ensure_connection()
    except DatabaseError:
        return False
    return True


def _migrated():
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return False
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _loaded():
    try:
        return ContentLoad.objects.exists()
    except DatabaseError:
        return False


@require_safe
def security_txt(request):
    """RFC 9116. The expiry moves with the day: as long as somebody runs this portal, its contact is valid."""
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=SECURITY_TXT_DAYS)
    lines = (
        f"Contact: mailto:{settings.LAST_RESORT_EMAIL}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: pl, en",
        f"Canonical: {absolute('/.well-known/security.txt')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _error(request, status, title, advice):
    page = PageFrame(path=f"/{languages.active().code}/", title=title, is_listed=False)
    context = {"page": page, "advice": advice, "form": SearchForm(), "status": status}
    response = render(request, "errors/error.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def not_found(request, exception=None):
    return _error(
        request, 404, _("We have no page at this address"), _("The address may be old or mistyped. Search, or call us.")
    )


def forbidden(request, exception=None):
    """With the reason that a page of the desk gives, where it gives one."""
    advice = _("If you think that you should, call us or write to us.")
    is_desk = request.path_info.startswith("/admin/")
    return _error(request, 403, _("You cannot open this page"), (is_desk and str(exception or "")) or advice)


def csrf_failure(request, reason=""):
    """The form was open for too long, or its cookie was blocked; what was typed is still in the page before this one."""
    advice = _("Go back, reload the page and send the form again. What you typed is still there.")
    return _error(request, 403, _("The form could not be sent"), advice)


def too_many_requests(request, exception=None):
    return _error(request, 429, _("Too many attempts"), _("Please wait a few minutes and try again, or call us."))


def bad_request(request, exception=None):
    return _error(request, 400, _("We did not understand this request"), _("Go back and try again, or call us."))


def server_error(request):
    """Asks neither the database nor a context processor: it is shown when those may be what failed."""
    language = languages.active()
    context = {"language": language, "phone": settings.LAST_RESORT_PHONE, "email": settings.LAST_RESORT_EMAIL}
    response = HttpResponse(render_to_string("errors/500.html", context), status=500)
    response["Cache-Control"] = "private, no-store"
    return response
