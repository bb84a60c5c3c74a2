"""A staff board on paper, in Chinese: faces, names, telephones, and places for a magnet that says where somebody is."""

from django.template.loader import render_to_string
from django.utils.translation import override

from disclosure.content.staff.enums import Whereabouts
from disclosure.content.staff.models import StaffLine
from disclosure.content.staff.presenters import FORM, ShownPerson
from disclosure.lists.queries import lines_of, photographs_of
from disclosure.lists.registry import LISTS
from disclosure.notices.models import Edition
from disclosure.posters.rules.content import PosterContent
from portal.core import files

IN_A_ROW = 3


def staff_poster(edition: Edition) -> PosterContent | None:
    """Return the staff board as it is put on a poster; None where nobody stands on it."""
    lines: list[StaffLine] = lines_of(LISTS[FORM], edition)
    if not lines:
        return None
    there = photographs_of(edition)
    people = [ShownPerson(line, f"picture:{there[line.name].sha256}" if line.name in there else "") for line in lines]
    with override("zh-hans"):
        context = {
            "rows": [people[at : at + IN_A_ROW] for at in range(0, len(people), IN_A_ROW)],
            "places": [str(place.label) for place in Whereabouts],
        }
        html = render_to_string("disclosure/content/staff/print/people.html", context)
    shown = {there[line.name] for line in lines if line.name in there}
    return PosterContent(
        html=html,
        count=f"共 {len(lines)} 人",
        doubt="人不在、事不办？",
        photographs={file.sha256: files.read("private", file.stored_as) for file in shown},
    )
