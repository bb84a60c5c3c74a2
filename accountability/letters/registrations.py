"""What letters hand to the rest of the portal."""

from django.urls import reverse

from portal.site.registry import SITEMAP, SitemapPages

SITEMAP.register(SitemapPages("accountability", 60, lambda at: [reverse("accountability:start")]))
