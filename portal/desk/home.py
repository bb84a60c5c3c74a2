"""The desk's first page: what waits for the person who is signed in, and the sections that rooms add to it."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext, pgettext

from portal.core.sections import LoadedSection, load_places
from portal.core.texts import joint
from portal.core.workflow import Words
from portal.desk import queue
from portal.desk.queue import Narrowed, QueuePage, queue_of
from portal.desk.registry import DESK_HOME_SECTIONS, QUEUE, UNIT_NAMES, DeskHomePage, QueueRow, TallyFigure
from portal.desk.steps import STEPS
from portal.desk.views import DeskView

FILTERS = {"kind": "kind", "unit": "unit", "step": "verb", "due": "due"}
"""What narrows the queue: the parameters of the address, with the names that `Narrowed` has for them."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice by which the queue is narrowed."""

    name: str
    label: str
    every: str
    choices: Sequence[tuple[str, Words]]
    chosen: str


@dataclass(frozen=True, slots=True)
class AtOnceButton:
    """A step that can be taken with several rows, for `components/queue.html`."""

    name: str
    value: str
    label: Words
    main: bool


class Home(DeskView):
    """What waits for a person: overdue first, then by the day it is due, then the oldest."""

    def get(self, request: HttpRequest) -> HttpResponse:
        parameters = {name: request.GET.get(name, "") for name in FILTERS}
        kept = {name: value for name, value in parameters.items() if value}
        narrowed = Narrowed(**{FILTERS[name]: value for name, value in parameters.items()})
        mine = queue_of(self.actor, self.at)
        figures = mine.figures()
        page = mine.page(narrowed, first=_number(request.GET.get("from", "")), size=queue.PAGE_SIZE)
        sections = load_places(DESK_HOME_SECTIONS, DeskHomePage(self.actor, self.at))
        context = {
            "now": timezone.localtime(self.at),
            "figures": shown if len(shown := [*_tally(figures), *_figures_of(sections)]) > 1 else [],
            "waiting": sum(figure.count for figure in figures),
            "filters": _filters(figures, narrowed),
            "is_narrowed": bool(kept),
            "heading": _heading(page.count, _step_name(narrowed.verb, figures), is_all=not _says_more(sections)),
            "bulk": _buttons(page.rows),
            "action_url": reverse("desk:at_once"),
            "rows": page.rows,
            "newer_url": _page_url(page.first - page.size, kept) if page.first else "",
            "older_url": _page_url(page.first + page.size, kept) if page.has_older else "",
            "pager_text": _pager_text(page),
            "sections": sections,
            "has_rail": True,
        }
        return render(request, "desk/home.html", context)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _tally(figures: Sequence[queue.Figure]) -> Iterator[TallyFigure]:
    near, verbs = Counter[str](), Counter[str]()
    for figure in figures:
        near[figure.due] += figure.count
        verbs[figure.verb] += figure.count
    if near[queue.OVERDUE]:
        yield TallyFigure(_("Overdue"), near[queue.OVERDUE], "?due=owed#q", owed=True)
    if near[queue.SOON]:
        yield TallyFigure(_("Due soon"), near[queue.SOON], "?due=soon#q")
    for verb, label in _steps(figures):
        yield TallyFigure(label, verbs[verb], f"?step={verb}#q")


def _figures_of(sections: Mapping[str, Sequence[LoadedSection]]) -> list[TallyFigure]:
    loaded = [one for place in sections.values() for one in place]
    return [one.content.figure for one in loaded if getattr(one.content, "figure", None)]


def _says_more(sections: Mapping[str, Sequence[LoadedSection]]) -> bool:
    """Whether the page says above or in its figures what is to be done besides what waits."""
    return bool(sections["top"]) or any(figure.value for figure in _figures_of(sections))


def _steps(figures: Sequence[queue.Figure]) -> list[tuple[str, str]]:
    """Return the steps that are waited for with what they are called, in the order of the work."""
    verbs, there = dict.fromkeys(verb for source in QUEUE for verb in source.steps), {one.verb for one in figures}
    named = ((verb, _step_name(verb, figures)) for verb in verbs if verb in there)
    return [(verb, name) for verb, name in named if name]


def _step_name(verb: str, figures: Sequence[queue.Figure]) -> str:
    """Return what a step is called by the kinds of work that wait for it, or by all where none does.

    Two kinds may call it differently, such as an answer that is written and one that is decided on.
    """
    kinds = {one.kind for one in figures if one.verb == verb}
    named = (source.steps.get(verb, "") for source in QUEUE if not kinds or source.key in kinds)
    return joint().join(dict.fromkeys(str(name) for name in named if name))


def _filters(figures: Sequence[queue.Figure], narrowed: Narrowed) -> list[Filter]:
    kinds = {figure.kind for figure in figures}
    near = [(queue.OVERDUE, _("Overdue")), (queue.SOON, _("Soon"))]
    filters = [
        Filter("unit", _("Unit"), _("All units"), _unit_names({figure.unit for figure in figures}), narrowed.unit),
        Filter(
            "kind",
            pgettext("of what waits", "Kind"),
            pgettext("of what waits", "All kinds"),
            [(source.key, source.label) for source in QUEUE if source.key in kinds],
            narrowed.kind,
        ),
        Filter("step", _("Step"), _("All steps"), _steps(figures), narrowed.verb),
        Filter("due", _("Due"), _("Any day"), near, narrowed.due),
    ]
    return [one for one in filters if len(one.choices) > 1 or one.name != "kind"]


def _unit_names(codes: Collection[str]) -> list[tuple[str, Words]]:
    names: dict[str, Words] = dict.fromkeys(codes, "")
    for source in UNIT_NAMES:
        names.update(source.names(codes))
    return sorted((code, name or code) for code, name in names.items())


def _heading(count: int, step: str, *, is_all: bool) -> str:
    """Say how much waits; nothing else where the sections above it (`is_all` is false) say what is to be done."""
    if not count and not step:
        return _("No item waits for you") if is_all else _("Nothing else waits for you")
    if step:
        return _("%(step)s: %(count)d") % {"step": step, "count": count}
    return ngettext("%(count)d item waits for you", "%(count)d items wait for you", count) % {"count": count}


def _buttons(rows: Sequence[QueueRow]) -> list[AtOnceButton]:
    verbs = dict.fromkeys(row.verb for row in rows if row.token)
    labels = {view.verb: view.workflow.verb(view.verb).label for view in STEPS.values() if view.at_once}
    return [AtOnceButton("verb", verb, labels[verb], main=place == 0) for place, verb in enumerate(verbs)]


def _page_url(first: int, kept: Mapping[str, str]) -> str:
    return "?" + urlencode({**kept, "from": first}) + "#q"


def _pager_text(page: QueuePage) -> str:
    if page.count <= page.size:
        return ""
    numbers = {"first": page.first + 1, "last": page.first + len(page.rows), "count": page.count}
    return _("%(first)d to %(last)d of %(count)d") % numbers
