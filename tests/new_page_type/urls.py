from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from cic_portal.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401

urlpatterns += i18n_patterns(path("", include("tests.new_page_type.stories.urls")))
