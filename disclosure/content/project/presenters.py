"""Projects as pages show them: stage by stage in the order of the law, whatever notice published a stage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext, pgettext_lazy

from disclosure.content.project.enums import Stage
from disclosure.content.project.models import StageLine
from disclosure.content.project.queries import all_in_force, named_in_force, projects_of, stages_of
from disclosure.content.project.registry import PROJECT_SECTIONS, ProjectPage
from disclosure.lists.queries import ZERO, lines_of
from disclosure.lists.registry import LISTS
from disclosure.notices.models import Edition
from disclosure.notices.registry import LINE_LINKS, Link, NoticePage, load_links
from portal.accounts.models import Unit
from portal.core import dates
from portal.core.charts import Bar, bars
from portal.core.components import Tag
from portal.core.sections import LoadedSection, load_sections
from portal.core.texts import as_written
from portal.core.workflow import Words
from portal.site.registry import UnitPage

FORM = "project"
ON_A_BOARD = 6
ALONG = (Stage.CHANGE, Stage.PAYMENT)
"""What happens all along, and so says nothing of how far a project is."""
SUMMED = (Stage.CONTRACT, Stage.ACCOUNT, *ALONG)
"""What happens more than once, such as a contract for each phase: its amounts add up. Of others the last one counts."""
AMOUNTS: dict[str, Words] = {
    Stage.APPROVAL: pgettext_lazy("amount of a project", "Approved investment"),
    Stage.TENDER: pgettext_lazy("amount of a project", "Ceiling price"),
    Stage.AWARD: pgettext_lazy("amount of a project", "Winning bid"),
    Stage.CONTRACT: pgettext_lazy("amount of a project", "Contract sum"),
    Stage.CHANGE: pgettext_lazy("amount of a project", "Changes"),
    Stage.ACCEPTANCE: pgettext_lazy("amount of a project", "Value accepted"),
    Stage.PAYMENT: pgettext_lazy("amount of a project", "Paid"),
    Stage.ACCOUNT: pgettext_lazy("amount of a project", "Audited sum"),
}
Kind = Literal["done", "here", "coming", "none"]


@dataclass(frozen=True, slots=True)
class Stop:
    """A stage of a project with what was disclosed of it.

    `kind` says whether it is done, comes next (here), comes later, or was passed without anything being disclosed.
    """

    stage: Stage
    kind: Kind
    lines: Sequence[StageLine]

    @property
    def amount(self) -> Decimal | None:
        """What it came to, in yuan; None where no amount was disclosed."""
        amounts = [line.amount for line in self.lines if line.amount is not None]
        if not amounts:
            return None
        return sum(amounts, ZERO) if self.stage in SUMMED else amounts[-1]

    @property
    def amount_label(self) -> Words:
        """What the amount is."""
        return AMOUNTS[self.stage]

    @property
    def mark(self) -> str:
        """The mark of `components/state.html`."""
        return {"done": "ok", "here": "due", "coming": "wait", "none": "not"}[self.kind]


@dataclass(frozen=True)
class Course:
    """The stages of one project; `url` leads to its page where it has one that shows more than this."""

    name: str
    lines: Sequence[StageLine]
    url: str = ""

    @cached_property
    def stops(self) -> Sequence[Stop]:
        """Every stage in its order; a change of design, which need not come, only where there was one.

        Payments are made all along, so they do not say that what stands before them is over.
        """
        places = [list(Stage).index(Stage(line.stage)) for line in self.lines if line.stage not in ALONG]
        reached = max(places, default=-1)
        found: list[Stop] = []
        for index, stage in enumerate(Stage):
            own = [line for line in self.lines if line.stage == stage]
            if own or stage != Stage.CHANGE:
                is_next = index > reached and all(stop.kind != "here" for stop in found)
                kind: Kind = "done" if own else "none" if index < reached else "here" if is_next else "coming"
                found.append(Stop(stage, kind, own))
        return found

    @property
    def done(self) -> Sequence[Stop]:
        """The stages of which something was disclosed."""
        return [stop for stop in self.stops if stop.kind == "done"]

    @property
    def last(self) -> Stop:
        """The furthest stage that is done."""
        return self.done[-1]

    @property
    def next(self) -> Stop | None:
        """What comes next; None after the final account."""
        return next((stop for stop in self.stops if stop.kind == "here"), None)

    @property
    def note(self) -> str:
        """How far it is."""
        done = {"done": len(self.done), "all": len(self.stops)}
        return _("%(done)d of %(all)d stages disclosed") % done

    def amount(self, stage: Stage) -> Decimal | None:
        """Return what a stage came to, in yuan."""
        return next((stop.amount for stop in self.stops if stop.stage == stage), None)

    @property
    def party(self) -> str:
        """Who won or carries it out, as the latest stage says."""
        return next((line.party for line in reversed(self.lines) if line.party), "")


@dataclass(frozen=True, slots=True)
class ShownProjects:
    """What `disclosure/content/project/_projects.html` shows: the projects of one notice."""

    courses: Sequence[Course]

    @property
    def note(self) -> str:
        """How many projects there are."""
        count = len(self.courses)
        return ngettext("%(count)d project, in yuan.", "%(count)d projects, in yuan.", count) % {"count": count}


@dataclass(frozen=True, slots=True)
class Pillar:
    """One of the figures by which what is left to pay is reckoned; `css` is its sign."""

    label: Words
    amount: Decimal
    css: str = ""


@dataclass(frozen=True, slots=True)
class ShownProject:
    """What `disclosure/content/project/project.html` shows. `ask` leads to where one asks about the last stage."""

    unit: Unit
    course: Course
    tags: Sequence[Tag]
    meta: Sequence[tuple[str, object]]
    pillars: Sequence[Pillar]
    prices: SafeString | None
    payments: SafeString | None
    sections: Sequence[LoadedSection]
    ask: Link | None


def shown_projects(edition: Edition) -> ShownProjects | None:
    """Return the projects of an edition; None where there are none."""
    lines: list[StageLine] = lines_of(LISTS[FORM], edition)
    if not lines:
        return None
    unit, names = edition.notice.unit, list(dict.fromkeys(line.project for line in lines))
    with_page = named_in_force(unit, names)
    return ShownProjects(
        [
            Course(
                name,
                sorted((line for line in lines if line.project == name), key=lambda line: line.ended_on),
                project_url(unit.code, name) if name in with_page else "",
            )
            for name in names
        ]
    )


def shown_project(unit: Unit, name: str, *, at: datetime) -> ShownProject | None:
    """Return the page of a project with the stages of all notices; None where nothing of it is in force."""
    lines = stages_of(unit, name)
    if not lines:
        return None
    course = Course(name, lines)
    prices, payments = _prices(course), _payments(course)
    scale = max((bar.amount for bar in (*prices, *payments)), default=ZERO)
    return ShownProject(
        unit=unit,
        course=course,
        tags=[_tag(course)],
        meta=_meta(unit, course),
        pillars=pillars_of(course),
        prices=bars(prices, scale_max=scale, hatch=False, ids="prices") if prices else None,
        payments=bars(payments, scale_max=scale, hatch=True, ids="payments") if payments else None,
        sections=load_sections(PROJECT_SECTIONS, ProjectPage(unit, name, at)),
        ask=_ask(lines[-1], at),
    )


def pillars_of(course: Course) -> list[Pillar]:
    """Return contract, changes, payments and what is left of them; nothing before there is a contract.

    After the final account what the audit changed stands with the changes.
    """
    contract, audited = course.amount(Stage.CONTRACT), course.amount(Stage.ACCOUNT)
    if contract is None:
        return []
    paid = course.amount(Stage.PAYMENT) or ZERO
    changes = (course.amount(Stage.CHANGE) or ZERO) if audited is None else audited - contract
    changed = _("Changes and audit") if audited is not None else AMOUNTS[Stage.CHANGE]
    left = contract + changes - paid
    return [
        Pillar(AMOUNTS[Stage.CONTRACT], contract),
        Pillar(changed, abs(changes), "less" if changes < 0 else "plus"),
        Pillar(AMOUNTS[Stage.PAYMENT], paid, "less"),
        Pillar(_("Still to be paid") if left >= 0 else _("Paid beyond the contracts disclosed"), abs(left), "same"),
    ]


def project_url(unit: str, name: str) -> str:
    """Return the address of a project's page."""
    return reverse("disclosure:project", args=[unit, name])


def project_paths(_at: datetime) -> Iterator[str]:
    """Yield the addresses of all projects, for the sitemap."""
    return (project_url(unit, name) for unit, name in all_in_force().iterator())


def projects_on_board(page: UnitPage) -> list[tuple[Link, date]] | None:
    """Return the projects of a unit that moved last; None where it has none."""
    found = projects_of(page.unit, most=ON_A_BOARD)
    return [(Link(as_written(name), project_url(page.unit.code, name)), last) for name, last in found] or None


def _tag(course: Course) -> Tag:
    return Tag(_("Final account disclosed"), "done") if course.next is None else Tag(course.note)


def _meta(unit: Unit, course: Course) -> list[tuple[str, object]]:
    items: list[tuple[str, object]] = [(_("For whom it is built"), unit.name)]
    if course.party:
        items.append((_("Winner or contractor"), as_written(course.party)))
    items.append((_("Last stage"), course.last.stage.label))
    if course.next:
        items.append((_("Next stage"), course.next.stage.label))
    return items


def _prices(course: Course) -> list[Bar]:
    """Return what was fixed before it was paid, each with its day. What a change adds is no price."""
    stops = [stop for stop in course.stops if stop.stage not in ALONG and stop.amount]
    return [Bar(str(stop.amount_label), stop.amount or ZERO, dates.day(stop.lines[-1].ended_on)) for stop in stops]


def _payments(course: Course) -> list[Bar]:
    paid = [line for line in course.lines if line.stage == Stage.PAYMENT and line.amount]
    return [Bar(as_written(line.what), line.amount or ZERO, dates.day(line.ended_on)) for line in paid]


def _ask(line: StageLine, at: datetime) -> Link | None:
    page = NoticePage(line.edition, [line.edition], None, at)
    return next((Link(one.title, f"{one.url}{line.number}") for one in load_links(LINE_LINKS, page)), None)
