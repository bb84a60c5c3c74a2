"""How a form of notice that is a list becomes known to the portal."""

from functools import partial

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.lists.actions import drop_photographs, replace_lines
from disclosure.lists.api import dataset_of
from disclosure.lists.documents.posters import list_places, list_poster
from disclosure.lists.documents.tables import list_table
from disclosure.lists.presenters import changed_lines, draft_changes, list_changes, shown_list
from disclosure.lists.queries import is_photograph, lines_by_number, lines_of, list_document
from disclosure.lists.registry import LISTS, ListForm
from disclosure.notices.models import Edition
from disclosure.notices.registry import Form, register_form
from disclosure.posters.registry import POSTER_BODIES, PosterBody
from portal.accounts.models import User
from portal.site.data.registry import DATASETS


def register_list(form: ListForm) -> None:
    """Register a form that is a list with everything it has by being one."""
    LISTS.register(form)
    register_form(
        Form(
            key=form.key,
            order=form.order,
            label=form.label,
            document=partial(list_document, form),
            copy=partial(_copy, form),
            findings=lambda edition: tuple(form.findings(lines_of(form, edition))),
            changes=partial(list_changes, form),
            changed_lines=partial(changed_lines, form),
            draft_changes=partial(draft_changes, form),
            audit_labels={"write list": pgettext_lazy("audit entry", "List written")},
            presenter=form.presenter or partial(shown_list, form),
            template=form.template,
            table=partial(list_table, form),
            data=partial(list_document, form),
            lines=partial(lines_by_number, form),
            edit_url_name="disclosure_desk:list",
            write_label=_("Type the lines"),
            change_label=_("Change the lines"),
            after_text_label=_("Save and type the lines"),
            settle=partial(drop_photographs, form),
            shows_file=is_photograph if form.pictured else lambda _name: False,
        )
    )
    DATASETS.register(dataset_of(form))
    POSTER_BODIES.register(PosterBody(form.key, form.poster or partial(list_poster, form), partial(list_places, form)))


def _copy(form: ListForm, *, source: Edition, target: Edition, **_by: User) -> None:
    replace_lines(form, target, lines_of(form, source))
