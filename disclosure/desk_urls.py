"""Addresses of disclosure below `/desk/`."""

from django.urls import path

from disclosure.views.desk import catalogue, editions, fragments, imports, notices, papers, statements, steps, texts

app_name = "disclosure_desk"
urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/new/", notices.new_notice, name="new_notice"),
    path("editions/preview/", texts.preview, name="preview"),
    path("editions/steps/", steps.take_step_at_once, name="steps"),
    path("editions/<int:pk>/", editions.edition, name="edition"),
    path("editions/<int:pk>/edit/", texts.edit, name="edit"),
    path("editions/<int:pk>/statement/", statements.statement, name="statement"),
    path("editions/<int:pk>/correct/", steps.correct, name="correct"),
    path("editions/<int:pk>/steps/<slug:verb>/", steps.take_step, name="step"),
    path("editions/<int:pk>/files/<int:file>/", papers.attachment, name="file"),
    path("editions/<int:pk>/files/<int:file>/remove/", texts.remove_file, name="remove_file"),
    path("editions/<int:pk>/specimen.pdf", papers.specimen, name="specimen"),
    path("ledgers/", imports.ledgers, name="ledgers"),
    path("ledgers/new/", imports.new_ledger, name="new_ledger"),
    path("ledgers/template.xlsx", imports.template, name="ledger_template"),
    path("ledgers/<int:pk>/", imports.ledger, name="ledger"),
    path("ledgers/<int:pk>/progress/", fragments.ledger_progress, name="ledger_progress"),
    path("ledgers/<int:pk>/draft/", imports.draft, name="ledger_draft"),
    path("ledgers/<int:pk>/annotated.xlsx", imports.annotated, name="ledger_annotated"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/<str:code>/", catalogue.entry, name="catalogue_entry"),
]
