"""What the administrator's pages show of what has been done, and what people are told of wrong passwords."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from portal.accounts import queries
from portal.accounts.actions import UNIT_FIELDS
from portal.accounts.enums import Role, UnitKind
from portal.accounts.guessing import Guessed, WrongTries
from portal.accounts.models import Post, Unit, User
from portal.accounts.policies import ADMINISTERS_PERSON, ADMINISTERS_POST, ADMINISTERS_UNIT, roles_held
from portal.core import audit, dates, jobs
from portal.core.dates import moment
from portal.core.models import AuditLine
from portal.core.workflow import Words
from portal.desk.registry import DeskHomePage, TallyFigure
from portal.desk.trail import TrailLine, changes_of, name_of

SHOWN_LINES = 20
PERSON_FIELDS = ("name_zh", "name_en", "email", "phone")
CHANGED = {
    "change unit": gettext_lazy("What is public was changed"),
    "change person": gettext_lazy("Name, address or telephone changed"),
}
"""Verbs whose changes the history shows field by field, so that the audit line need not be shown."""
WORDS: Mapping[str, Words] = {
    "add unit": gettext_lazy("Unit added"),
    "set staff board": gettext_lazy("Staff board written"),
    "count voters": gettext_lazy("Voters and representatives counted"),
    "give deputise": gettext_lazy("Handed over to a deputy"),
    "take back deputise": gettext_lazy("Taken back from a deputy"),
    "add person": gettext_lazy("Account made"),
    "set password": gettext_lazy("Password set"),
    "take off second factor": gettext_lazy("Second factor taken off"),
    "switch account on": gettext_lazy("Account switched on"),
    "switch account off": gettext_lazy("Account switched off"),
    "give post": gettext_lazy("Post given"),
    "end post": gettext_lazy("Post ended"),
    "make head": gettext_lazy("Named as head of the unit"),
    "make head no longer": gettext_lazy("No longer head of the unit"),
}


def trail_of_unit(unit: Unit) -> list[TrailLine]:
    """Return what was done with a unit last, oldest first, with the fields that changed."""
    return _trail([unit], _changes(unit, "change unit", UNIT_FIELDS))


def trail_of_person(person: User, posts: Sequence[Post]) -> list[TrailLine]:
    """Return what was done with a person and their posts last, oldest first, with the fields that changed."""
    return _trail([person, *posts], _changes(person, "change person", PERSON_FIELDS), posts)


def _trail(subjects: Sequence[Model], changes: Iterable[TrailLine], posts: Sequence[Post] = ()) -> list[TrailLine]:
    by_key = {post.pk: post for post in posts}
    newest = audit.lines_of(*subjects).exclude(verb__in=CHANGED).reverse()[:SHOWN_LINES]
    lines = [TrailLine(line.at, _what(line, by_key), name_of(line.actor), line.reason) for line in reversed(newest)]
    return sorted([*lines, *changes], key=lambda line: line.at)[-SHOWN_LINES:]


def _what(line: AuditLine, posts: Mapping[int, Post]) -> Words:
    label = WORDS.get(line.verb, line.verb)
    post = posts.get(line.subject_id) if line.subject_kind == Post._meta.label_lower else None
    if post is None:
        return label
    return _("%(done)s: %(unit)s %(role)s") % {
        "done": label,
        "unit": post.unit.name,
        "role": post.get_role_display(),
    }


def _changes(subject: Any, verb: str, names: Iterable[str]) -> list[TrailLine]:
    """Return the newest changes of a row whose history is kept."""
    labels = {name: subject._meta.get_field(name).verbose_name for name in names}
    records = subject.history.select_related("history_user")[: SHOWN_LINES + 1]
    return [replace(line, what=CHANGED[verb]) for line in changes_of(records, labels, show=_shown)]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


SHOWN_NAMES = 12
"""Names of one line of what an administrator has to see to."""
SOON, LATELY = timedelta(days=30), timedelta(days=14)
"""How long before a post ends, and after a job failed, an administrator is shown it."""
TOWN_ROLES = (Role.REVIEWER, Role.APPROVER, Role.PUBLISHER)
"""Without a holder of each of these nothing is published in a town."""


@dataclass(frozen=True, slots=True)
class UpkeepLine:
    """One thing an administrator has to see to: what it is, how many, and which, each with its page if it has one."""

    label: Words
    count: int
    shown: Sequence[tuple[str, str]]
    are_people: bool = False

    @property
    def left(self) -> int:
        """How many are not shown."""
        return self.count - len(self.shown)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What an administrator has to see to; no line where all is in order."""

    lines: list[UpkeepLine]
    figure: TallyFigure | None


def upkeep(page: DeskHomePage) -> Upkeep | None:
    """Return what an administrator has to see to; None for anybody else."""
    person, at = page.person, page.at
    if Role.ADMINISTRATOR not in roles_held(person, at=at):
        return None
    lines = [line for line in _upkeep_lines(person, at) if line.count]
    count = sum(line.count for line in lines)
    return Upkeep(lines, TallyFigure(_("To see to"), count, "#accounts.upkeep", owed=True) if count else None)


def _upkeep_lines(person: Any, at: datetime) -> Iterator[UpkeepLine]:
    units = ADMINISTERS_UNIT.permitted(person, at=at)
    for role in TOWN_ROLES:
        missing = queries.units_without(role, units.filter(kind=UnitKind.TOWN), at=at)
        yield _of_units(_("Nobody holds the role %(role)s") % {"role": role.label}, missing)
    yield _of_units(_("Units without a clerk"), queries.units_without(Role.CLERK, units, at=at))
    villages = units.filter(kind=UnitKind.VILLAGE)
    supervised = queries.units_without(Role.SUPERVISOR, villages, at=at)
    yield _of_units(_("Villages without a supervision committee"), supervised)
    yield _line(
        _("People who need a second factor and have none"),
        queries.without_second_factor(ADMINISTERS_PERSON.permitted(person, at=at), at=at),
        lambda one: (one.name, _page_of(one)),
        are_people=True,
    )
    yield _line(
        _("Posts that end within %(days)d days") % {"days": SOON.days},
        queries.posts_ending(ADMINISTERS_POST.permitted(person, at=at), at=at, within=SOON),
        lambda post: (f"{post.person.name} {dates.full_date(post.ends_on)}", _page_of(post.person)),
    )
    yield _line(
        _("Jobs of the portal that failed within %(days)d days") % {"days": LATELY.days},
        jobs.failed_since(queries.system_actor(), at - LATELY),
        lambda job: (f"{job.text} {dates.moment(job.finished_at)}", ""),
    )


def _of_units(label: str, units: QuerySet[Unit]) -> UpkeepLine:
    return _line(label, units, lambda unit: (unit.name, reverse("people_desk:unit", args=[unit.code])))


def _line(
    label: str, rows: QuerySet[Any], shown: Callable[[Any], tuple[str, str]], *, are_people: bool = False
) -> UpkeepLine:
    return UpkeepLine(label, rows.count(), [shown(one) for one in rows[:SHOWN_NAMES]], are_people)


def _page_of(person: User) -> str:
    return reverse("people_desk:person", args=[person.pk])


def sentence_of(what: Guessed, wrong: WrongTries) -> str:
    """Say at the sign-in what was typed wrong since the last time."""
    texts = {
        Guessed.PASSWORD: ngettext(
            "Since your last sign-in a wrong password was typed once, on %(latest)s, from the network %(network)s. If"
            " it was not you, change your password and tell the administrator.",
            "Since your last sign-in a wrong password was typed %(count)s times, the last time on %(latest)s from the"
            " network %(network)s. If it was not you, change your password and tell the administrator.",
            wrong.count,
        ),
        Guessed.CODE: ngettext(
            "Since your last sign-in a wrong code was typed once after the right password, on %(latest)s, from the"
            " network %(network)s. If it was not you, somebody knows your password: change it now, and tell the"
            " administrator.",
            "Since your last sign-in a wrong code was typed %(count)s times after the right password, the last time on"
            " %(latest)s from the network %(network)s. If it was not you, somebody knows your password: change it now,"
            " and tell the administrator.",
            wrong.count,
        ),
    }
    return texts[what] % {"count": wrong.count, "latest": moment(wrong.latest), "network": wrong.shown_network}
