"""Made-up units, people and notices for the tests. Drafts, submissions and publications go through the real actions."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

import factory
from django.contrib.auth.hashers import make_password
from django.db.models import Model
from factory.django import DjangoModelFactory
from simple_history.utils import bulk_create_with_history

from disclosure.catalogue.enums import MONEY_STATEMENT, Cadence, NoticeUnit, Stream
from disclosure.catalogue.models import CatalogueEntry
from disclosure.content.statement import actions, queries
from disclosure.ledger.types import Line, Statement as Ledger
from disclosure.notices.actions import drafts as notices, publishing, steps
from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Post, Unit, User
from portal.accounts.queries import system_actor
from portal.core.models import AuditLine

NOON = datetime(2026, 10, 14, 4, 0, tzinfo=UTC)
"""Wednesday 14 October 2026, 12:00 in Shanghai: the third quarter has ended, its day has not come."""

PASSWORD = "correct horse battery"
Row = TypeVar("Row", bound=Model)


class UnitFactory(DjangoModelFactory[Unit]):
    class Meta:
        model = Unit
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"T{n}")
    kind = UnitKind.TOWN
    name_zh = factory.LazyAttribute(lambda unit: f"测试镇{unit.code}")
    name_en = factory.LazyAttribute(lambda unit: f"Town {unit.code}")
    supervision_phone = "0000-8120000"


class VillageFactory(UnitFactory):
    kind = UnitKind.VILLAGE
    parent = factory.SubFactory(UnitFactory)
    code = factory.Sequence(lambda n: f"V{n}")
    name_zh = factory.LazyAttribute(lambda unit: f"测试村{unit.code}")
    name_en = factory.LazyAttribute(lambda unit: f"Village {unit.code}")
    publishing_body_zh = factory.LazyAttribute(lambda unit: f"{unit.name_zh}村民委员会")
    publishing_body_en = factory.LazyAttribute(lambda unit: f"{unit.name_en} Villagers’ Committee")


class StationFactory(VillageFactory):
    kind = UnitKind.STATION
    code = factory.Sequence(lambda n: f"S{n}")


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person{n}")
    name_zh = factory.Sequence(lambda n: f"张测试{n}")
    name_en = factory.Sequence(lambda n: f"Zhang Ceshi {n}")
    password = factory.LazyFunction(lambda: make_password(PASSWORD))


class PostFactory(DjangoModelFactory[Post]):
    class Meta:
        model = Post

    person = factory.SubFactory(UserFactory)
    role = Role.CLERK
    unit = factory.SubFactory(VillageFactory)
    title_zh = "村会计"
    title_en = "Village clerk"
    starts_on = date(2020, 1, 1)
    given_by = factory.LazyFunction(system_actor)


class CatalogueEntryFactory(DjangoModelFactory[CatalogueEntry]):
    class Meta:
        model = CatalogueEntry
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"X{n}")
    stream = Stream.VILLAGE
    name_zh = factory.LazyAttribute(lambda entry: f"测试事项{entry.code}")
    name_en = factory.LazyAttribute(lambda entry: f"Item {entry.code}")
    cadence = Cadence.QUARTERLY
    form = "text"
    publisher = UnitKind.VILLAGE
    basis_zh = "村民委员会组织法"


def money_entry() -> CatalogueEntry:
    """Return the entry of receipts and payments."""
    entry: CatalogueEntry = CatalogueEntryFactory(
        code=queries.RECEIPTS_AND_PAYMENTS,
        stream=Stream.FINANCE,
        name_zh="财务收支（逐笔）",
        name_en="Receipts and payments, line by line",
        form=MONEY_STATEMENT,
        notice_days=5,
        notice_unit=NoticeUnit.WORKING,
    )
    return entry


@dataclass
class Cast:
    """A town with one village and one person for each role, as every test about permissions needs them."""

    town: Unit
    village: Unit
    clerk: User
    supervisor: User
    reviewer: User
    approver: User
    publisher: User
    lay: User
    administrator: User
    outsider: User
    """Clerk of another village of the same town."""


def person(role: Role, unit: Unit, **fields: Any) -> User:
    """Return a new person who holds a role for a unit."""
    post = PostFactory(role=role, unit=unit, **fields)
    holder: User = post.person
    return holder


def cast() -> Cast:
    """Return a town, a village and its people, written with a query for each table and its history."""
    town = UnitFactory()
    village, elsewhere = _created(Unit, VillageFactory.build_batch(2, parent=town))
    held = {
        "clerk": (Role.CLERK, village),
        "supervisor": (Role.SUPERVISOR, village),
        "reviewer": (Role.REVIEWER, town),
        "approver": (Role.APPROVER, town),
        "publisher": (Role.PUBLISHER, town),
        "lay": (Role.LAY_SUPERVISOR, town),
        "administrator": (Role.ADMINISTRATOR, town),
        "outsider": (Role.CLERK, elsewhere),
    }
    people = dict(zip(held, _created(User, UserFactory.build_batch(len(held))), strict=True))
    system = system_actor()
    posts = [
        PostFactory.build(person=people[name], role=role, unit=unit, given_by=system)
        for name, (role, unit) in held.items()
    ]
    _created(Post, posts)
    return Cast(town=town, village=village, **people)


def _created(model: type[Row], rows: list[Row]) -> list[Row]:
    """Create rows together, each with the row of history it would leave alone."""
    made: list[Row] = bulk_create_with_history(rows, model)
    return made


def ledger(
    *,
    period: str = "2026Q3",
    opening: str = "1000.00",
    movements: tuple[tuple[str, str, str], ...] = (("土地承包费", "200.00", ""), ("保洁员工资", "", "150.00")),
    **fields: Any,
) -> Ledger:
    """Return a sound ledger; each movement is summary, receipt, payment."""
    balance = Decimal(opening)
    lines = []
    for number, (summary, receipt, payment) in enumerate(movements, start=1):
        balance += Decimal(receipt or 0) - Decimal(payment or 0)
        lines.append(
            Line(
                number=number,
                row=number + 4,
                date=date(2026, 7, min(number, 28)),
                date_text="",
                voucher=f"记-{number:03d}",
                summary=summary,
                account_text="经营收入" if receipt else "公益支出",
                account="501" if receipt else "514",
                receipt=Decimal(receipt) if receipt else None,
                payment=Decimal(payment) if payment else None,
                balance=balance,
                handler="李经手",
                witness="周证明",
                approver="刘审批",
                note="",
            )
        )
    columns = {"date", "voucher", "summary", "account", "receipt", "payment", "balance"}
    return Ledger(
        title="",
        period=period,
        unit_of_amounts="元",
        opening=Decimal(opening),
        opening_row=4,
        lines=tuple(lines),
        subtotals=(),
        stated_closing=balance,
        stated_closing_row=None,
        cash=None,
        bank=None,
        signers={},
        columns=frozenset(columns | {"handler", "witness", "approver"}),
        layout="line_by_line",
        **fields,
    )


def text_draft(cast: Cast, *, at: datetime = NOON, entry: CatalogueEntry | None = None, **fields: Any) -> Edition:
    """Return a draft with a text, written by the cast's clerk."""
    entry = entry or CatalogueEntryFactory()
    draft = notices.start_notice(
        actor=cast.clerk, unit=cast.village, entry=entry, period=fields.pop("period", "2026Q3"), at=at, **fields
    )
    return notices.save_text(
        actor=cast.clerk, edition=draft, title=draft.title, body="本季度无新增事项。", at=at, reason=""
    )


def money_draft(cast: Cast, *, at: datetime = NOON, period: str = "2026Q3", statement: Ledger | None = None) -> Edition:
    """Return a draft with a sound statement whose warnings are all answered."""
    draft = notices.start_notice(actor=cast.clerk, unit=cast.village, entry=money_entry(), period=period, at=at)
    draft = actions.save_statement(actor=cast.clerk, edition=draft, ledger=statement or ledger(period=period), at=at)
    return answered(cast, draft, at=at)


def answered(cast: Cast, draft: Edition, *, at: datetime = NOON) -> Edition:
    """Return a draft whose statement's warnings are all answered."""
    keys = [finding.key for finding in queries.findings_of(draft) if finding.level == "warning"]
    said = dict.fromkeys(keys, "已核对，情况属实。")
    written = queries.ledger_of(draft.statement)
    return actions.save_statement(actor=cast.clerk, edition=draft, ledger=written, answers=said, at=at)


def approved(cast: Cast, draft: Edition, *, at: datetime = NOON) -> Edition:
    """Take a draft through every signature up to approval, an hour apart.

    It is submitted by the step. The signatures are written together, with the lines their steps leave: most tests
    need an approved edition, and those of the steps take them.
    """
    edition = steps.submit(actor=cast.clerk, edition=draft, at=at + timedelta(hours=1))
    signatures = (
        ("countersign", "countersigned", cast.supervisor, State.COUNTERSIGNED),
        ("review", "reviewed", cast.reviewer, State.REVIEWED),
        ("approve", "approved", cast.approver, State.APPROVED),
    )
    lines = []
    for hour, (verb, signed, person, target) in enumerate(signatures, start=2):
        when = at + timedelta(hours=hour)
        lines.append(
            AuditLine(
                actor=person,
                subject_kind=Edition._meta.label_lower,
                subject_id=edition.pk,
                subject_number=edition.audit_number(),
                verb=verb,
                source=edition.state,
                target=target,
                at=when,
            )
        )
        setattr(edition, f"{signed}_by", person)
        setattr(edition, f"{signed}_at", when)
        edition.state, edition.state_since = target, when
        edition.version += 1
    AuditLine.objects.bulk_create(lines)
    edition.save()
    return edition


def published(cast: Cast, draft: Edition, *, at: datetime = NOON) -> Edition:
    """Take a draft all the way to publication, without posters."""
    edition = approved(cast, draft, at=at)
    return publishing.publish(actor=cast.publisher, edition=edition, at=at + timedelta(hours=5), enqueue=False)
