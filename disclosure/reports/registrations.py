"""What yearly reports register with the rest of the portal."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.notices.registry import NOTICE_COPIES, Form, Links, register_form
from disclosure.posters.registry import POSTER_BODIES, PosterBody
from disclosure.reports.actions import copy_report
from disclosure.reports.documents import published_paper, report_places, report_poster, report_table
from disclosure.reports.presenters import (
    report_changes,
    report_copies,
    report_draft_changes,
    report_findings,
    report_page,
)
from disclosure.reports.queries import report_document
from disclosure.reports.rules import FORM
from portal.site.registry import ANNUAL_REPORTS, AnnualReport

register_form(
    Form(
        key=FORM,
        order=80,
        label=_("Yearly report on disclosure"),
        document=report_document,
        findings=report_findings,
        copy=copy_report,
        changes=report_changes,
        draft_changes=report_draft_changes,
        audit_labels={"write report": pgettext_lazy("audit entry", "Report written")},
        presenter=report_page,
        template="disclosure/reports/_report.html",
        table=report_table,
        data=report_document,
        edit_url_name="disclosure_desk:report",
        nothing_yet=_("The report has not been filled in yet."),
        begin_label=_("Begin the report"),
        write_label=_("Fill in the report"),
        change_label=_("Change the report"),
    )
)
ANNUAL_REPORTS.register(AnnualReport("disclosure", published_paper))
POSTER_BODIES.register(PosterBody(FORM, report_poster, report_places))
NOTICE_COPIES.register(Links("reports", 5, report_copies))
