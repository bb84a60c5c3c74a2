"""What residents of the demo township ask, what they are answered, and what they demand together.

It stands in `data/demo/opinions.json`. The deeds are done in the order of time, after everything that was
published, because opinions are about what is live.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from disclosure.catalogue.models import CatalogueEntry
from disclosure.demands import actions as demands
from disclosure.demands.enums import Capacity
from disclosure.demands.models import Demand
from disclosure.notices.actions import drafts as notices
from disclosure.notices.actions import publishing, steps
from disclosure.notices.models import Edition, Notice
from disclosure.opinions.actions import steps as opinions
from disclosure.opinions.actions.starting import start_correction_because_of
from disclosure.opinions.models import Opinion
from portal.accounts.models import Unit, User
from portal.accounts.queries import system_actor
from portal.cases.enums import Channel
from portal.demo import source
from portal.demo.villages import villages

COUNTED_ON = date(2026, 1, 5)
"""The day of the lists of voters."""
COUNTED_AT = datetime(2026, 1, 6, 9, 0, tzinfo=timezone.get_default_timezone())
Said = Mapping[str, Any]
Deed = tuple[datetime, Callable[[], object]]


def load() -> None:
    """Tell all of it; nothing where it was told before."""
    if Opinion.objects.exists() or Demand.objects.exists():
        return
    told = source.document("opinions.json")
    teller = _Teller()
    for code, (villagers, representatives) in told["electorates"].items():
        teller.count_voters(code, villagers, representatives)
    deeds = [deed for one in told["opinions"] for deed in teller.opinion(one)]
    deeds += [deed for one in told["demands"] for deed in teller.demand(one)]
    for _at_time, deed in sorted(deeds, key=lambda each: each[0]):
        deed()


@dataclass
class _Teller:
    """Turns what is told into deeds, each with its time."""

    people: dict[str, User] = field(default_factory=lambda: {one.username: one for one in User.objects.all()})
    units: dict[str, Unit] = field(
        default_factory=lambda: {one.code: one for one in Unit.objects.select_related("parent")}
    )
    opinions: dict[str, Opinion] = field(default_factory=dict)
    demands: dict[str, Demand] = field(default_factory=dict)

    @property
    def office(self) -> User:
        """The named person who screens, checks and counts."""
        return self.people["publisher"]

    def count_voters(self, code: str, villagers: int, representatives: int) -> None:
        """Enter how many voters a village has."""
        demands.count_voters(
            actor=self.office,
            unit=self.units[code],
            villagers=villagers,
            representatives=representatives,
            counted_on=COUNTED_ON,
            at=COUNTED_AT,
        )

    def opinion(self, told: Said) -> list[Deed]:
        """Return how an opinion comes in, its steps, and the correction it brings about."""
        deeds: list[Deed] = [(_at(told["at"]), partial(self._receive, told))]
        deeds += [(_at(step["at"]), partial(self._step, told, step)) for step in told["steps"]]
        if "correction" in told:
            deeds.append((_at(told["correction"]["published"]), partial(self._correct, told)))
        return deeds

    def demand(self, told: Said) -> list[Deed]:
        """Return how a demand is opened, who joins and is confirmed, and what meets it."""
        deeds: list[Deed] = [(_at(told["at"]), partial(self._open, told))]
        deeds += [(_at(support["at"]), partial(self._join, told, support)) for support in told["supports"]]
        if "met" in told:
            deeds.append((_at(told["met"]["at"]), partial(self._meet, told)))
        return deeds

    def _receive(self, told: Said) -> None:
        at, (unit, entry, period) = _at(told["at"]), told["notice"]
        said_of = Edition.objects.filter(
            notice__unit__code=unit, notice__entry__code=entry, notice__period=period, published_at__lte=at
        )
        self.opinions[told["key"]] = opinions.receive(
            actor=self._whoever_enters(told),
            edition=said_of.order_by("-number")[:1].get(),
            kind=told["kind"],
            channel=told["channel"],
            text=told["text"],
            name=told.get("name", ""),
            phone=told.get("phone", ""),
            email=told.get("email", ""),
            at=at,
        )

    def _whoever_enters(self, told: Said) -> User:
        """Return the portal itself for the website; else who is told, or the office."""
        return system_actor() if told["channel"] == Channel.WEB else self.people[told.get("by", "publisher")]

    def _step(self, told: Said, step: Said) -> None:
        at, opinion, office = _at(step["at"]), self.opinions[told["key"]], self.office
        deeds: dict[str, Callable[[], Opinion]] = {
            "route": lambda: self._route(told, step, at),
            "refuse": lambda: opinions.refuse(actor=office, opinion=opinion, reason=step["reason"], at=at),
            "merge": lambda: opinions.merge(actor=office, opinion=opinion, into=self.opinions[step["into"]], at=at),
            "reroute": lambda: opinions.reroute(
                actor=office, opinion=opinion, unit=self.units[step["unit"]], reason=step["reason"], at=at
            ),
            "answer": lambda: opinions.answer(actor=self._clerk(told, step), opinion=opinion, text=step["text"], at=at),
            "send_back": lambda: opinions.send_back(actor=office, opinion=opinion, reason=step["reason"], at=at),
            "close": lambda: opinions.close(actor=office, opinion=opinion, at=at),
        }
        self.opinions[told["key"]] = deeds[step["verb"]]()

    def _route(self, told: Said, step: Said, at: datetime) -> Opinion:
        opinion = self.opinions[told["key"]]
        unit = self.units[step["unit"]] if "unit" in step else opinion.notice.unit
        return opinions.route(
            actor=self.office,
            opinion=opinion,
            unit=unit,
            showing=step["showing"],
            shown_text=step.get("text", told["text"]),
            shown_name=step.get("name", ""),
            due=date.fromisoformat(step["due"]) if "due" in step else None,
            at=at,
        )

    def _clerk(self, told: Said, step: Said) -> User:
        """Return who answers: as told, else the clerk of the village."""
        return self.people[step["by"] if "by" in step else f"clerk.{_slug(told['notice'][0])}"]

    def _correct(self, told: Said) -> None:
        """Publish the edition that says what was asked for, signed by everybody on the way."""
        said, slug = told["correction"], _slug(told["notice"][0])
        clerk, began, published = self.people[f"clerk.{slug}"], _at(said["from"]), _at(said["published"])
        draft = start_correction_because_of(actor=clerk, opinion=self.opinions[told["key"]], at=began)
        draft = notices.save_text(
            actor=clerk,
            edition=draft,
            title=draft.title,
            body=f"{draft.body}\n\n{said['append']}",
            reason=said["reason"],
            at=began + timedelta(minutes=35),
        )
        edition = steps.submit(actor=clerk, edition=draft, at=began + timedelta(hours=1))
        edition = steps.countersign(
            actor=self.people[f"supervisor.{slug}"], edition=edition, at=began + timedelta(hours=6)
        )
        edition = steps.review(actor=self.people["reviewer"], edition=edition, at=began + timedelta(days=1))
        edition = steps.approve(actor=self.people["approver"], edition=edition, at=published - timedelta(hours=6))
        publishing.publish(actor=self.office, edition=edition, at=published, enqueue=False)

    def _open(self, told: Said) -> None:
        entry = CatalogueEntry.objects.get(code=told["entry"]) if "entry" in told else None
        self.demands[told["subject"]] = demands.open_demand(
            actor=self.office, unit=self.units[told["unit"]], subject=told["subject"], entry=entry, at=_at(told["at"])
        )

    def _join(self, told: Said, support: Said) -> None:
        by_web = support["channel"] == Channel.WEB
        joined = demands.add_support(
            actor=system_actor() if by_web else self.office,
            demand=self.demands[told["subject"]],
            capacity=Capacity(support["capacity"]),
            channel=Channel(support["channel"]),
            name=support.get("name", ""),
            people=support.get("people", 1),
            at=_at(support["at"]),
        )
        if "confirmed" in support:
            demands.confirm_support(actor=self.office, support=joined, at=_at(support["confirmed"]))

    def _meet(self, told: Said) -> None:
        demands.name_notice(
            actor=self.office,
            demand=self.demands[told["subject"]],
            notice=Notice.objects.get(number=told["met"]["notice"]),
            at=_at(told["met"]["at"]),
        )


def _slug(code: str) -> str:
    """Return the name by which accounts of a village are called; empty for another unit."""
    return next((one.slug for one in villages() if one.code == code), "")


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.get_default_timezone())
