"""The verbs of letters, and how its stories name what they did not make."""

import csv
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from accountability.letters.actions import duties, issuing, publishing, reports, signing, templates, years
from accountability.letters.actions.duties import Share
from accountability.letters.actions.reports import Done
from accountability.letters.actions.templates import WrittenDuty, WrittenPoints
from accountability.letters.enums import Means
from accountability.letters.models import Letter, LetterVersion, SelfReport, SigningYear
from accountability.letters.queries.letters import current_of
from accountability.letters.queries.wording import said
from accountability.letters.queries.years import in_use
from portal.accounts import actions as accounts
from portal.accounts.models import Post, Unit, User
from portal.demo.verb import Verb

FOLDER = Path(settings.BASE_DIR) / "data" / "demo" / "letters"


def end_post(*, actor: User, person: User, unit: Unit, ends_on: date, at: datetime) -> Post:
    """End the post somebody holds for a unit."""
    post = Post.objects.get(person=person, unit=unit, ends_on=None)
    return accounts.end_post(actor=actor, post=post, ends_on=ends_on, seen=None, at=at)


def write_version(*, actor: User, letter_version: LetterVersion, wording: str, at: datetime) -> LetterVersion:
    """Write into a draft what a file of `data/demo/letters` says."""
    read = tomllib.loads((FOLDER / wording).read_text(encoding="utf-8"))
    return templates.write(
        actor=actor,
        letter_version=letter_version,
        texts=read["texts"],
        duties=[
            WrittenDuty(**{**row, "required": Decimal(row["required"]) if "required" in row else None})
            for row in read["duties"]
        ],
        points=[WrittenPoints(**{**row, "points": Decimal(row["points"])}) for row in read.get("points", [])],
        at=at,
    )


def draft_next(*, actor: User, letter_version: LetterVersion, at: datetime) -> LetterVersion:
    """Open the next version of a template."""
    return templates.draft_next(actor=actor, template=letter_version.template, at=at)


def issue(
    *, actor: User, signing_year: SigningYear, prefix: str, units: Sequence[Unit], at: datetime, due: date | None = None
) -> list[Letter]:
    """Issue letters by the version that is in use of a template."""
    wording = in_use(signing_year.town).get(template__prefix=prefix)
    return issuing.issue(actor=actor, signing_year=signing_year, wording=wording, units=list(units), due=due, at=at)


def sign(*, actor: User, letter: Letter, at: datetime) -> Letter:
    """Sign a letter for party B as it stands."""
    return signing.sign(actor=actor, letter=letter, sha256=letter.sha256, means=Means.PASSWORD, at=at)


def witness(*, actor: User, letter: Letter, at: datetime) -> Letter:
    """Sign a letter as witness."""
    return signing.witness(actor=actor, letter=letter, sha256=letter.sha256, means=Means.PASSWORD, at=at)


def countersign(*, actor: User, letter: Letter, at: datetime) -> Letter:
    """Sign a letter for party A as it stands."""
    return signing.countersign(actor=actor, letter=letter, sha256=letter.sha256, means=Means.SECOND_FACTOR, at=at)


def assign(*, actor: User, letter: Letter, responsible: Sequence[str], at: datetime) -> Letter:
    """Break the duties of a letter down: the names of each duty, in the order of the duties."""
    usual = {one.number: one for one in letter.wording.duties.all()}
    shares = [
        Share(number, names, usual[number].by_when, usual[number].evidence)
        for number, names in enumerate(responsible, start=1)
    ]
    return duties.assign(actor=actor, letter=letter, shares=shares, at=at)


def report(*, actor: User, self_report: SelfReport, tells: str, at: datetime) -> SelfReport:
    """Report a quarter with the lines that `data/demo/letters/reports.csv` has under a name."""
    letter = current_of(self_report.unit, self_report.year)
    numbers = [one.number for one in said(letter).duties] if letter else []
    lines = _lines()
    done = [Done(number, *lines[tells, str(number)]) for number in numbers]
    return reports.report(actor=actor, self_report=self_report, done=done, at=at)


@cache
def _lines() -> dict[tuple[str, str], tuple[str, str]]:
    with (FOLDER / "reports.csv").open(encoding="utf-8", newline="") as file:
        return {(row["tells"], row["duty"]): (row["text"], row["evidence"]) for row in csv.DictReader(file)}


VERBS: Mapping[str, Verb] = {
    "end post": Verb(end_post, "admin"),
    "plan letters": Verb(years.plan, "secretary"),
    "hold signing": Verb(years.hold, "secretary"),
    "begin letter template": Verb(templates.begin, "secretary"),
    "draft letter version": Verb(draft_next, "secretary"),
    "write letter version": Verb(write_version, "secretary"),
    "put letter version into use": Verb(templates.publish, "secretary"),
    "issue letters": Verb(issue, "secretary"),
    "issue cadre letter": Verb(issuing.issue_below, "clerk"),
    "sign letter": Verb(sign, "signer"),
    "witness letter": Verb(witness, "witness"),
    "countersign letter": Verb(countersign, "countersigner"),
    "publish letter": Verb(publishing.publish, "publisher"),
    "refuse letter": Verb(signing.refuse, "signer"),
    "reply to refusal": Verb(publishing.reply, "approver"),
    "release refusal": Verb(publishing.release, "publisher"),
    "replace letter": Verb(issuing.replace, "secretary"),
    "remind of letter": Verb(issuing.remind, "secretary"),
    "assign duties": Verb(assign, "clerk"),
    "report quarter": Verb(report, "clerk"),
    "accept quarter": Verb(reports.accept, "secretary"),
    "send quarter back": Verb(reports.send_back, "secretary"),
}


def _year(name: str) -> SigningYear:
    town, year = name.split("-")
    return SigningYear.objects.select_related("town").get(town__code=town, year=year)


def _report(name: str) -> SelfReport:
    _kind, period, unit = name.split("-", 2)
    year, quarter = period.split("Q")
    return SelfReport.objects.select_related("unit").get(unit__code=unit, year=year, quarter=quarter)


def _version(name: str) -> LetterVersion:
    town, prefix = name.split("-")
    rows = LetterVersion.objects.select_related("template__town")
    return rows.filter(template__town__code=town, template__prefix=prefix).latest("number")


LOOKUPS: Mapping[type, Callable[[str, datetime], Any]] = {
    SigningYear: lambda name, _at: _year(name),
    Letter: lambda number, _at: Letter.objects.get(number=number),
    LetterVersion: lambda name, _at: _version(name),
    SelfReport: lambda name, _at: _report(name),
}
