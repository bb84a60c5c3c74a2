"""Addresses of rectification."""

from django.urls import URLPattern, path

from accountability.rectification import desk as staff
from portal.desk.steps import steps

pages: list[URLPattern] = []
files: list[URLPattern] = []
desk = [
    path("rectifications/", staff.Rectifications.as_view(), name="rectifications"),
    path("rectifications/<int:pk>/", staff.RectificationPage.as_view(), name="rectification"),
    path("rectifications/<int:pk>/notice.pdf", staff.Notice.as_view(), name="rectification_notice"),
    path("rectifications/<int:pk>/pressing.pdf", staff.Pressing.as_view(), name="rectification_pressing"),
    path("rectifications/files/<int:pk>", staff.Evidence.as_view(), name="rectification_file"),
    *steps(
        "rectifications",
        staff.Report,
        staff.Confirm,
        staff.SendBack,
        staff.Supervise,
        staff.Postpone,
        namespace="accountability_desk",
    ),
]
