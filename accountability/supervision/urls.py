"""Addresses of supervision: the screen for everybody, the rest on the desk."""

from django.urls import path

from accountability.supervision import views
from accountability.supervision.desk import matters, points, screen, things
from portal.desk.steps import steps

_DESK = "accountability_desk"

pages = [path("accountability/screen/", views.screen, name="screen")]
files = [path("accountability/screen.pdf", views.screen_pdf, name="screen")]
desk = [
    path("supervision/", points.Points.as_view(), name="supervision_points"),
    path("supervision/new/", points.NewPoint.as_view(), name="supervision_new_point"),
    path("supervision/carry-over/", points.CarryOver.as_view(), name="supervision_carry_over"),
    path("supervision/points/<int:pk>/", points.EditPoint.as_view(), name="supervision_point"),
    path("supervision/points/<int:pk>/watch/", matters.NewMatter.as_view(), name="supervision_new_matter"),
    path("supervision/matters/", matters.Matters.as_view(), name="supervision_matters"),
    path("supervision/matters/<int:pk>/", matters.MatterPage.as_view(), name="supervision_matter"),
    path("supervision/matters/<int:pk>/name/", matters.RenameMatter.as_view(), name="supervision_rename_matter"),
    path("supervision/checks/<int:pk>/", matters.CheckPage.as_view(), name="supervision_check"),
    path("supervision/things/", things.Things.as_view(), name="supervision_things"),
    path("supervision/things.pdf", things.PrintThings.as_view(), name="supervision_print_things"),
    path("supervision/things/seal/", things.Seal.as_view(), name="supervision_seal"),
    path("supervision/things/take-in/", things.TakeIn.as_view(), name="supervision_take_in"),
    path("supervision/things/<int:pk>/", things.ThingPage.as_view(), name="supervision_thing"),
    path("screen/", screen.Notices.as_view(), name="screen_notices"),
    path("screen/new/", screen.NewNotice.as_view(), name="screen_new_notice"),
    path("screen/<int:pk>/", screen.NoticePage.as_view(), name="screen_notice"),
    path("screen/<int:pk>/change/", screen.EditNotice.as_view(), name="screen_change_notice"),
    *steps(
        "supervision/checks",
        matters.FindRight,
        matters.FindWrong,
        matters.Postpone,
        matters.LeaveOut,
        namespace=_DESK,
    ),
    *steps("supervision/things", things.Recover, things.Clear, things.HandBack, namespace=_DESK),
    *steps("screen", screen.Show, screen.TakeDown, namespace=_DESK),
]
