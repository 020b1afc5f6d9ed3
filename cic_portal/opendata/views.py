from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cic_portal import languages
from cic_portal.opendata.public_pages import indexed_pages
from cic_portal.publishing.addresses import absolute, alternates

SITEMAP_MAX_AGE = 60 * 60  # seconds; robots need no fresher list


@require_safe
@cache_control(public=True, max_age=SITEMAP_MAX_AGE)
def sitemap_index(request):
    sitemaps = [absolute(f"/sitemap-{code}.xml") for code in languages.shown_codes()]
    return render(request, "opendata/sitemap_index.xml", {"sitemaps": sitemaps}, content_type="application/xml")


@require_safe
@cache_control(public=True, max_age=SITEMAP_MAX_AGE)
def sitemap(request, code):
    """One language's pages, each with the same set of alternates that its own head shows."""
    if not languages.is_shown(code):
        raise Http404
    pages = [
        {
            "url": absolute(f"/{code}{page.path}"),
            "changed_at": page.changed_at,
            "alternates": alternates(page.path, page.codes),
        }
        for page in indexed_pages(timezone.now())
        if code in page.codes
    ]
    return render(request, "opendata/sitemap.xml", {"pages": pages}, content_type="application/xml")


@require_safe
@cache_control(public=True, max_age=SITEMAP_MAX_AGE)
def robots_txt(request):
    lines = ("User-agent: *", "Disallow: /admin/", f"Sitemap: {absolute('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
