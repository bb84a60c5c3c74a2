"""Addresses of statements and ledgers."""

from django.urls import path

from disclosure.content.statement.desk import fragments, imports, statements

desk = [
    path("editions/<int:pk>/statement/", statements.StatementPage.as_view(), name="statement"),
    path("ledgers/", imports.ledgers, name="ledgers"),
    path("ledgers/new/", imports.new_ledger, name="new_ledger"),
    path("ledgers/template.xlsx", imports.template, name="ledger_template"),
    path("ledgers/<int:pk>/", imports.ledger, name="ledger"),
    path("ledgers/<int:pk>/progress/", fragments.ledger_progress, name="ledger_progress"),
    path("ledgers/<int:pk>/draft/", imports.draft, name="ledger_draft"),
    path("ledgers/<int:pk>/annotated.xlsx", imports.annotated, name="ledger_annotated"),
]
