"""Addresses of statements and ledgers."""

from django.urls import path

from disclosure.content.statement.desk import imports, samples, statements

desk = [
    path("editions/<int:pk>/statement/", statements.StatementPage.as_view(), name="statement"),
    path("sample-ledger/<str:name>", samples.SampleLedger.as_view(), name="sample_ledger"),
    path("ledgers/", imports.Ledgers.as_view(), name="ledgers"),
    path("ledgers/new/", imports.UploadView.as_view(), name="new_ledger"),
    path("ledgers/template.xlsx", imports.Template.as_view(), name="ledger_template"),
    path("ledgers/<int:pk>/", imports.Ledger.as_view(), name="ledger"),
    path("ledgers/<int:pk>/progress/", imports.Progress.as_view(), name="ledger_progress"),
    path("ledgers/<int:pk>/draft/", imports.MakeDraft.as_view(), name="ledger_draft"),
    path("ledgers/<int:pk>/annotated.xlsx", imports.Annotated.as_view(), name="ledger_annotated"),
]
