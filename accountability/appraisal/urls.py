"""Addresses of appraisal."""

from django.urls import path

from accountability.appraisal import views
from accountability.appraisal.desk import appraisals, debriefings, suggestions
from portal.desk.steps import steps

pages = [
    path("accountability/vote/", views.Vote.as_view(), name="vote"),
    path("accountability/vote/done/<code:number>/", views.voted, name="voted"),
    path("accountability/appraisals/<code:number>/", views.appraisal, name="appraisal"),
]
files = [
    path("accountability/appraisals/<code:number>/result.pdf", views.appraisal_pdf, name="appraisal_pdf"),
    path("accountability/appraisals/<code:number>/document.json", views.appraisal_json, name="appraisal_json"),
]
desk = [
    path("debriefings/", debriefings.Debriefings.as_view(), name="debriefings"),
    path("debriefings/plan/", debriefings.Plan.as_view(), name="debriefing_plan"),
    path("debriefings/<int:pk>/", debriefings.DebriefingPage.as_view(), name="debriefing"),
    path("debriefings/<int:pk>/minutes.pdf", debriefings.Minutes.as_view(), name="debriefing_minutes"),
    path("debriefings/<int:pk>/statements/new/", debriefings.StatementView.as_view(), name="debriefing_hand_in"),
    path(
        "debriefings/<int:pk>/statements/<int:position>/",
        debriefings.StatementView.as_view(),
        name="debriefing_statement",
    ),
    path(
        "debriefings/<int:pk>/statements/<int:position>/file/",
        debriefings.StatementFile.as_view(),
        name="debriefing_statement_file",
    ),
    path("debriefings/<int:pk>/questions/new/", debriefings.QuestionView.as_view(), name="debriefing_ask"),
    path(
        "debriefings/<int:pk>/questions/<int:position>/", debriefings.QuestionView.as_view(), name="debriefing_question"
    ),
    path("debriefings/<int:pk>/suggestions/new/", suggestions.Suggest.as_view(), name="debriefing_suggest"),
    path("debriefings/<int:pk>/appraisal/", appraisals.Prepare.as_view(), name="debriefing_prepare"),
    path("suggestions/", suggestions.Suggestions.as_view(), name="suggestions"),
    path("suggestions/<int:pk>/", suggestions.SuggestionPage.as_view(), name="suggestion"),
    path("appraisals/", appraisals.Appraisals.as_view(), name="appraisals"),
    path("appraisals/<int:pk>/", appraisals.AppraisalPage.as_view(), name="appraisal"),
    path("appraisals/<int:pk>/codes/", appraisals.PrintCodes.as_view(), name="appraisal_codes"),
    path("appraisals/<int:pk>/paper/", appraisals.EnterPaper.as_view(), name="appraisal_paper"),
    path("appraisals/<int:pk>/result.pdf", appraisals.ResultPaper.as_view(), name="appraisal_result"),
    *steps(
        "debriefings",
        debriefings.Amend,
        debriefings.Hold,
        debriefings.Close,
        debriefings.Cancel,
        namespace="accountability_desk",
    ),
    *steps("suggestions", suggestions.AnswerSuggestion, suggestions.GiveSuggestion, namespace="accountability_desk"),
    *steps(
        "appraisals",
        appraisals.AmendAppraisal,
        appraisals.OpenVoting,
        appraisals.ConfirmPaper,
        appraisals.Count,
        appraisals.Publish,
        appraisals.CancelAppraisal,
        namespace="accountability_desk",
    ),
]
