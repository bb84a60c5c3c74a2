"""What this form registers with the rest of the portal."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.content.allocation.actions import copy_lines
from disclosure.content.allocation.api import ALLOCATIONS
from disclosure.content.allocation.documents import allocation_places, allocation_poster, allocation_table
from disclosure.content.allocation.models import FORM
from disclosure.content.allocation.presenters import (
    allocation_changes,
    allocation_draft_changes,
    allocation_lines,
    allocation_of,
)
from disclosure.content.allocation.queries import allocation_document, lines_by_number
from disclosure.notices.registry import Form, register_form
from disclosure.posters.registry import POSTER_BODIES, PosterBody
from portal.site.data.registry import DATASETS

register_form(
    Form(
        key=FORM,
        order=20,
        label=_("Allocation"),
        document=allocation_document,
        copy=copy_lines,
        changes=allocation_changes,
        changed_lines=allocation_lines,
        draft_changes=allocation_draft_changes,
        audit_labels={"write allocation": pgettext_lazy("audit entry", "Allocation written")},
        presenter=allocation_of,
        template="disclosure/content/allocation/_allocation.html",
        table=allocation_table,
        data=allocation_document,
        lines=lines_by_number,
        edit_url_name="disclosure_desk:allocation",
        nothing_yet=_("Nothing has been allocated yet. Type the lines, or attach a file with them."),
        write_label=_("Type the lines"),
        change_label=_("Change the lines"),
        after_text_label=_("Save and type the lines"),
    )
)
POSTER_BODIES.register(PosterBody(FORM, allocation_poster, allocation_places))
DATASETS.register(ALLOCATIONS)
