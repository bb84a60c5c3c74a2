"""Letters for tests: a township with a template in use and a planned year."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from accountability.letters.actions import issuing, publishing, signing, templates, years
from accountability.letters.actions.reports import Done
from accountability.letters.actions.templates import WrittenDuty, WrittenPoints
from accountability.letters.enums import LetterKind, Means
from accountability.letters.models import Letter, LetterVersion, SelfReport, SigningYear
from portal.accounts.enums import Role
from portal.accounts.models import Unit, User
from tests.factories import StationFactory, UnitFactory, VillageFactory, person

PLANNED = datetime(2026, 2, 2, 1, 0, tzinfo=UTC)
SIGNED = datetime(2026, 2, 26, 2, 0, tzinfo=UTC)
LATER = datetime(2026, 7, 6, 2, 0, tzinfo=UTC)
CONFERENCE = date(2026, 2, 26)
DUTIES = (
    WrittenDuty("第一责任人", "党支部书记负总责，每季度至少同班子成员谈话一次。", "每季度", "谈话记录"),
    WrittenDuty("村务、财务公开", "季度事项按期公开。", "每季度", "", "notices", Decimal(90)),
    WrittenDuty("检查整改", "检查指出的问题按限期改。", "按通知书", "", "rectifications"),
)
POINTS = (
    WrittenPoints("责任书签订", "未签扣5分", Decimal(40)),
    WrittenPoints("村务、财务公开", "缺1项扣2分", Decimal(60), "notices"),
)


@dataclass
class Town:
    """A township with villages, a station, and who has to do with their letters."""

    town: Unit
    villages: list[Unit]
    heads: list[User]
    secretary: User
    committee: User
    publisher: User
    clerk: User
    supervisor: User
    outsider: User
    plan: SigningYear
    wording: LetterVersion

    @property
    def village(self) -> Unit:
        return self.villages[0]

    @property
    def head(self) -> User:
        return self.heads[0]


def head_of(unit: Unit, **fields: object) -> User:
    """Return a new head of a unit."""
    return person(Role.HANDLER, unit, is_head=True, title_zh="村党支部书记", title_en="Party secretary", **fields)


def in_use(secretary: User, town: Unit, *, kind: LetterKind = LetterKind.CLEAN, prefix: str = "ZR") -> LetterVersion:
    """Return a version of a template that is in use."""
    draft = templates.begin(
        actor=secretary, town=town, kind=kind, prefix=prefix, name_zh="党风廉政建设责任书", at=PLANNED
    )
    texts = {"goals": "班子成员无违纪违法。", "term": "{year}年全年有效。", "accountability": "一并追究。"}
    written = templates.write(
        actor=secretary, letter_version=draft, texts=texts, duties=DUTIES, points=POINTS, at=PLANNED
    )
    return templates.publish(actor=secretary, letter_version=written, at=PLANNED)


def town(*, villages: int = 2) -> Town:
    """Return a township whose letters of 2026 are planned, with a template in use."""
    place = UnitFactory()
    secretary = person(Role.SECRETARY, place)
    places: list[Unit] = [VillageFactory(parent=place) for _each in range(villages)]
    plan = years.plan(actor=secretary, town=place, year=2026, meets_on=CONFERENCE, place="镇政府三楼会议室", at=PLANNED)
    return Town(
        town=place,
        villages=places,
        heads=[head_of(one) for one in places],
        secretary=secretary,
        committee=person(Role.APPROVER, place, title_zh="镇党委书记"),
        publisher=person(Role.PUBLISHER, place),
        clerk=person(Role.CLERK, places[0]),
        supervisor=person(Role.SUPERVISOR, places[0]),
        outsider=person(Role.CLERK, StationFactory(parent=place)),
        plan=plan,
        wording=in_use(secretary, place),
    )


def issued(here: Town, *units: Unit, at: datetime = PLANNED) -> list[Letter]:
    """Return the letters of 2026 of some units, or of all villages, as they are issued."""
    return issuing.issue(
        actor=here.secretary,
        signing_year=here.plan,
        wording=here.wording,
        units=list(units) or here.villages,
        at=at,
    )


def signed(letter: Letter, *, at: datetime = SIGNED) -> Letter:
    """Return a letter that party B has signed."""
    assert letter.principal is not None
    return signing.sign(actor=letter.principal, letter=letter, sha256=letter.sha256, means=Means.PASSWORD, at=at)


def in_force(here: Town, letter: Letter, *, at: datetime = SIGNED) -> Letter:
    """Return a letter that both have signed."""
    first = signed(letter, at=at)
    return signing.countersign(actor=here.committee, letter=first, sha256=first.sha256, means=Means.PASSWORD, at=at)


def published(here: Town, letter: Letter, *, at: datetime = SIGNED) -> Letter:
    """Return a letter everybody reads."""
    return publishing.publish(actor=here.publisher, letter=in_force(here, letter, at=at), at=at)


def refused(letter: Letter, *, at: datetime = SIGNED) -> Letter:
    """Return a letter that its unit refused."""
    assert letter.principal is not None
    return signing.refuse(actor=letter.principal, letter=letter, reason="指标没有同村里商量。", at=at)


def done(numbers: tuple[int, ...] = (1, 2, 3)) -> list[Done]:
    """Return what a unit did for its duties."""
    return [Done(number, f"做了第{number}条。", "谈话记录 4 份") for number in numbers]


def report_of(unit: Unit, quarter: int = 1) -> SelfReport:
    """Return the report a unit owes of a quarter of 2026."""
    return SelfReport.objects.get(unit=unit, year=2026, quarter=quarter)
