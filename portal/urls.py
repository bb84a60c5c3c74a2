"""Every address of the portal, put together from the apps."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView

from accountability import urls as accountability
from disclosure import urls as disclosure
from petitions import urls as petitions

urlpatterns = [
    path("en", RedirectView.as_view(url="/en/"), name="english"),
    path("", include("portal.site.file_urls")),
    path("", include(disclosure.files)),
    path("", include(petitions.files)),
    path("", include(accountability.files)),
    *i18n_patterns(
        path("", include("portal.site.urls")),
        path("", include(disclosure.pages)),
        path("", include(petitions.pages)),
        path("", include(accountability.pages)),
        path("desk/", include("portal.site.desk_urls")),
        path("desk/", include("portal.accounts.desk_urls")),
        path("desk/", include("portal.messaging.desk_urls")),
        path("desk/", include(disclosure.desk)),
        path("desk/", include(petitions.desk)),
        path("desk/", include(accountability.desk)),
        path("accounts/", include("portal.accounts.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "portal.site.views.public.bad_request"
handler404 = "portal.site.views.public.not_found"
