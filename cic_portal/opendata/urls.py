from django.urls import path, re_path

from cic_portal import languages
from cic_portal.opendata import views

urlpatterns = [
    path("robots.txt", views.robots_txt),
    path("sitemap.xml", views.sitemap_index),
    re_path(rf"^sitemap-(?P<code>{'|'.join(languages.CODES)})\.xml$", views.sitemap, name="sitemap"),
]
