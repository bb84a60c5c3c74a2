"""Addresses of petitions on the desk."""

from django.urls import path

from petitions.handling.desk import office, petitions, steps as taking
from portal.desk.steps import steps

desk = [
    path("petitions/", petitions.Petitions.as_view(), name="petitions"),
    path("petitions/route/", petitions.RouteAtOnce.as_view(), name="petitions_route"),
    path("petitions/find/", petitions.Find.as_view(), name="petitions_find"),
    path("petitions/export.csv", petitions.Export.as_view(), name="petitions_export"),
    path("petitions/readings/", petitions.Readings.as_view(), name="petition_readings"),
    path("petitions/routes/", office.Routes.as_view(), name="petition_routes"),
    path("petitions/words/", office.AnswerTexts.as_view(), name="answer_texts"),
    path("petitions/words/new/", office.NewAnswerText.as_view(), name="new_answer_text"),
    path("petitions/words/<int:pk>/", office.ChangeAnswerText.as_view(), name="answer_text"),
    path("petitions/words/<int:pk>/remove/", office.RemoveAnswerText.as_view(), name="remove_answer_text"),
    path("petitions/<int:pk>/", petitions.PetitionPage.as_view(), name="petition"),
    path("petitions/<int:pk>/notes/", petitions.WriteNote.as_view(), name="petition_note"),
    path("petitions/<int:pk>/files/", petitions.AddFile.as_view(), name="petition_add_file"),
    path("petitions/<int:pk>/files/<int:file>/", petitions.OpenFile.as_view(), name="petition_file"),
    path("petitions/<int:pk>/additions/", petitions.AddText.as_view(), name="petition_add_text"),
    path("petitions/<int:pk>/bars/", petitions.KeepOut.as_view(), name="petition_keep_out"),
    path("petitions/<int:pk>/bars/<int:bar>/lift/", petitions.Lift.as_view(), name="petition_lift"),
    path("petitions/<int:pk>/remind/", petitions.Remind.as_view(), name="petition_remind"),
    path("petitions/<int:pk>/papers/draft.pdf", petitions.PrintDraft.as_view(), name="petition_draft"),
    path("petitions/<int:pk>/papers/<int:paper>.pdf", petitions.PrintPaper.as_view(), name="petition_paper"),
    *steps("petitions", *taking.ALL, namespace="petitions_desk"),
]
