"""The administrator's pages: units, people, posts."""

from django.urls import path

from portal.accounts import views

app_name = "people_desk"
urlpatterns = [
    path("units/", views.units, name="units"),
    path("units/<str:code>/", views.unit, name="unit"),
    path("units/<str:code>/staff/", views.staff, name="staff"),
    path("people/", views.people, name="people"),
    path("people/new/", views.new_person, name="new_person"),
    path("people/<int:pk>/", views.person, name="person"),
]
