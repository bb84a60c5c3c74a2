"""A list on paper."""

from collections.abc import Iterator

from django.template.loader import render_to_string
from django.utils.translation import gettext as _, override

from disclosure.lists.presenters import shown_list
from disclosure.lists.queries import lines_of
from disclosure.lists.registry import ListForm
from disclosure.notices.models import Edition
from disclosure.posters.rules.content import PosterContent
from portal.core.texts import comma


def list_poster(form: ListForm, edition: Edition) -> PosterContent | None:
    """Return the lines as they are put on a poster; None where there are none."""
    with override("zh-hans"):
        content = shown_list(form, edition)
        if content is None:
            return None
        html = render_to_string("disclosure/lists/_table.html", {"content": content, "is_printed": True})
        notes = (str(form.note),) if form.note else ()
    return PosterContent(
        html=html,
        amounts_unit="元" if form.has_amounts else "",
        notes=notes,
        count=f"共 {len(content.lines)} 条",
    )


def list_places(form: ListForm, edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the texts of the lines with the places where they stand."""
    texts = [name for name in form.names if form.kind(name) == "text"]
    for line in lines_of(form, edition):
        for name in texts:
            row = _("Row %(number)d") % {"number": line.number}
            yield comma().join((row, form.heading_of(name))), getattr(line, name)
