"""Addresses of visit days."""

from django.urls import path

from petitions.visit_days import views
from petitions.visit_days.desk import bookings, days, promises, roster
from portal.desk.steps import steps

pages = [
    path("petitions/visit-days/", views.visit_days, name="visit_days"),
    path("petitions/visit-days/follow/", views.FollowVisit.as_view(), name="follow_visit"),
    path("petitions/visit-days/received/<str:token>/", views.VisitReceived.as_view(), name="visit_received"),
    path("petitions/visit-days/mine/<str:token>/cancel/", views.cancel, name="cancel_visit"),
    path("petitions/visit-days/<code:number>/", views.visit_day, name="visit_day"),
    path("petitions/visit-days/<code:number>/book/", views.book, name="book_visit"),
]
files = [
    path("petitions/visit-days/poster.pdf", views.poster, name="visit_days_poster"),
    path("calendar/visit-days.ics", views.calendar, name="visit_days_calendar"),
]
desk = [
    path("visit-days/", roster.Roster.as_view(), name="visit_days"),
    path("visit-days/plan/", roster.Plan.as_view(), name="plan_visit_days"),
    path("visit-days/publish/", roster.Publish.as_view(), name="publish_visit_days"),
    path("visit-days/rules/", roster.Rules.as_view(), name="visit_rules"),
    path("visit-days/rules/new/", roster.NewRule.as_view(), name="new_visit_rule"),
    path("visit-days/rules/<int:pk>/", roster.EditRule.as_view(), name="visit_rule"),
    path("visit-days/rules/<int:pk>/end/", roster.EndRule.as_view(), name="end_visit_rule"),
    path("visit-days/find/", bookings.FindByTelephone.as_view(), name="find_visit"),
    path("visit-days/<int:pk>/", days.DayPage.as_view(), name="visit_day"),
    path("visit-days/<int:pk>/ticket/", days.TakeTicket.as_view(), name="visit_ticket"),
    path("visit-days/<int:pk>/booking/", days.EnterBooking.as_view(), name="visit_booking"),
    path("visit-days/<int:pk>/sheet.pdf", days.PrintSheet.as_view(), name="visit_sheet"),
    path("visit-days/<int:pk>/tickets/<int:ticket>.pdf", days.PrintTicket.as_view(), name="visit_ticket_pdf"),
    path("bookings/<int:pk>/", bookings.BookingPage.as_view(), name="booking"),
    path("bookings/<int:pk>/told/", bookings.Told.as_view(), name="booking_told"),
    path("bookings/<int:pk>/petition/", bookings.MakePetition.as_view(), name="booking_petition"),
    path("promises/", promises.Promises.as_view(), name="promises"),
    path("promises/<int:pk>/", promises.PromisePage.as_view(), name="promise"),
    *steps(
        "visit-days",
        days.PublishDay,
        days.Substitute,
        days.Amend,
        days.Move,
        days.CancelDay,
        days.CloseDay,
        namespace="petitions_desk",
    ),
    *steps(
        "bookings",
        bookings.CancelBooking,
        bookings.SignIn,
        bookings.Call,
        bookings.PutBack,
        bookings.Record,
        namespace="petitions_desk",
    ),
    *steps(
        "promises",
        promises.Report,
        promises.Confirm,
        promises.SendBack,
        promises.Postpone,
        namespace="petitions_desk",
    ),
]
