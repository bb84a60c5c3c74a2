"""Addresses of the public pages of disclosure; they stand at both language roots."""

from django.urls import path

from disclosure.views import demands, matrix, opinions, public
from portal.core import converters  # noqa: F401  (registers `code`)

app_name = "disclosure"
urlpatterns = [
    path("notices/", public.notices, name="notices"),
    path("notices/<code:number>/", public.notice, name="notice"),
    path("notices/<code:number>/editions/<int:edition>/", public.edition, name="edition"),
    path("matrix/", matrix.current, name="matrix_current"),
    path("matrix/<code:period>/", matrix.matrix, name="matrix"),
    path("notices/<code:number>/opinions/new/", opinions.new_opinion, name="new_opinion"),
    path("units/<code:code>/demands/", demands.demands, name="demands"),
    path("units/<code:code>/demands/new/", demands.new_demand, name="new_demand"),
    path("opinions/", opinions.opinions, name="opinions"),
    path("opinions/follow/", opinions.follow_opinion, name="follow_opinion"),
    path("opinions/received/<str:token>/", opinions.opinion_received, name="opinion_received"),
]
