"""Addresses of statements and ledgers."""

from django.urls import path

from disclosure.content.statement.desk import fragments, imports, samples, statements

desk = [
    path("editions/<int:pk>/statement/", statements.StatementPage.as_view(), name="statement"),
    path("sample-ledger/<str:name>", samples.SampleLedger.as_view(), name="sample_ledger"),
    path("ledgers/", imports.ledgers, name="ledgers"),
    path("ledgers/new/", imports.new_ledger, name="new_ledger"),
    path("ledgers/template.xlsx", imports.template, name="ledger_template"),
    path("ledgers/<int:pk>/", imports.ledger, name="ledger"),
    path("ledgers/<int:pk>/progress/", fragments.ledger_progress, name="ledger_progress"),
    path("ledgers/<int:pk>/draft/", imports.draft, name="ledger_draft"),
    path("ledgers/<int:pk>/annotated.xlsx", imports.annotated, name="ledger_annotated"),
]
