"""Addresses of projects."""

from django.urls import path

from disclosure.content.project import views

pages = [path("projects/<code:code>/<path:name>/", views.project, name="project")]
