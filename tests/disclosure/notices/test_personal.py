"""Full ID, bank-card and telephone numbers do not go public, wherever they stand."""

import pytest

from disclosure.content.statement import actions as statements, queries
from disclosure.notices import registry
from disclosure.notices.actions import drafts, publishing, steps
from disclosure.notices.enums import State
from portal.accounts.models import StaffMember, Unit
from portal.core.refusals import Refused
from tests.disclosure import desk
from tests.factories import NOON, Cast, VillageFactory, cast, ledger, money_draft, published, text_draft

pytestmark = pytest.mark.django_db

PHONE, MASKED = "13812345678", "138****5678"


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.mark.parametrize("field", ["title", "body", "reason"])
def test_one_in_the_text_is_shown_to_the_clerk_and_keeps_it_from_being_submitted(people: Cast, field: str) -> None:
    draft = publishing.start_correction(actor=people.clerk, edition=published(people, text_draft(people)), at=NOON)
    typed = {"title": "水费", "body": "自来水改造。", "reason": "漏记。"}
    typed[field] += f"电话 {PHONE}"
    draft = drafts.save_text(actor=people.clerk, edition=draft, at=NOON, **typed)  # type: ignore[arg-type]
    page = desk.get(people.clerk, "disclosure_desk:edition", draft.pk).content.decode()
    assert MASKED in page
    with pytest.raises(Refused, match=r"138\*{4}5678"):
        steps.submit(actor=people.clerk, edition=draft, at=NOON)
    typed[field] = typed[field].replace(PHONE, MASKED)
    draft = drafts.save_text(actor=people.clerk, edition=draft, at=NOON, **typed)  # type: ignore[arg-type]
    assert steps.submit(actor=people.clerk, edition=draft, at=NOON).state == State.SUBMITTED


def test_one_in_the_name_of_a_file(people: Cast) -> None:
    draft = text_draft(people)
    drafts.attach_file(actor=people.clerk, edition=draft, name=f"张三{PHONE}.csv", content="甲,乙\n".encode(), at=NOON)
    with pytest.raises(Refused, match=r"138\*{4}5678"):
        steps.submit(actor=people.clerk, edition=draft, at=NOON)


def test_a_file_that_holds_one_is_not_attached(people: Cast) -> None:
    draft = text_draft(people)
    with pytest.raises(Refused, match=r"138\*{4}5678"):
        drafts.attach_file(
            actor=people.clerk, edition=draft, name="名单.csv", content=f"张三,{PHONE}\n".encode(), at=NOON
        )
    assert not draft.attachments.exists()


def test_one_in_the_reason_of_a_withdrawal(people: Cast) -> None:
    edition = published(people, text_draft(people))
    with pytest.raises(Refused, match="号码"):
        publishing.withdraw(actor=people.publisher, edition=edition, reason=f"打 {PHONE}", at=NOON)


def test_one_in_a_part_that_does_not_look_for_it_itself(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = text_draft(people)
    part = registry.Part(key="made_up", order=99, document=lambda _edition: {"lines": [{"note": f"打 {PHONE}"}]})
    everywhere = registry.parts_of(draft)
    monkeypatch.setattr("disclosure.notices.queries.content.parts_of", lambda _edition: [*everywhere, part])
    with pytest.raises(Refused, match="号码"):
        steps.submit(actor=people.clerk, edition=draft, at=NOON)


def test_one_in_an_explanation(people: Cast) -> None:
    draft = money_draft(people)
    warning = next(one for one in queries.findings_of(draft) if not one.is_error)
    with pytest.raises(Refused, match=r"138\*{4}5678"):
        statements.save_statement(
            actor=people.clerk, edition=draft, ledger=ledger(), answers={warning.key: f"问 {PHONE}"}, at=NOON
        )


def test_the_explanation_of_a_warning_that_is_gone_is_not_submitted(people: Cast) -> None:
    draft = money_draft(people)
    warnings = [one for one in queries.findings_of(draft) if not one.is_error]
    answers = {one.key: "已补。" for one in warnings}
    draft = statements.save_statement(actor=people.clerk, edition=draft, ledger=ledger(), answers=answers, at=NOON)
    statement = draft.statement
    kept = statement.answers.count()
    assert kept == len(warnings) > 0
    statement.answers.create(
        key="W-GONE:1", rule="W-GONE", line=1, text="早已改好。", answered_by=people.clerk, answered_at=NOON
    )
    submitted = steps.submit(actor=people.clerk, edition=draft, at=NOON)
    assert statement.answers.count() == kept
    assert "早已改好" not in bytes(submitted.canonical or b"").decode()


def test_a_change_of_the_figures_takes_the_explanation_out_at_once(people: Cast) -> None:
    draft = money_draft(people)
    draft.statement.answers.create(
        key="W-GONE:1", rule="W-GONE", line=1, text="早已改好。", answered_by=people.clerk, answered_at=NOON
    )
    statements.save_statement(actor=people.clerk, edition=draft, ledger=ledger(), at=NOON)
    assert not draft.statement.answers.filter(rule="W-GONE").exists()


def test_a_telephone_that_the_unit_or_the_town_publishes_is_no_secret(people: Cast) -> None:
    village, town = people.village, people.town
    StaffMember.objects.create(unit=village, name="王会计", phone="138 1234 5678")
    Unit.objects.filter(pk=town.pk).update(supervision_phone="+86 139-0000-1234")
    draft = text_draft(people)
    content = f"打 {PHONE} 或 13900001234\n甲,乙\n".encode()
    drafts.attach_file(actor=people.clerk, edition=draft, name="电话.csv", content=content, at=NOON)
    body = f"有疑问请打村里 {PHONE} 或镇里 139 0000 1234。"
    draft = drafts.save_text(actor=people.clerk, edition=draft, title="", body=body, at=NOON)
    edition = published(people, draft)
    publishing.withdraw(actor=people.publisher, edition=edition, reason=f"重复，打 {PHONE}", at=NOON)


def test_a_telephone_that_another_village_publishes_is_masked_here(people: Cast) -> None:
    StaffMember.objects.create(unit=VillageFactory(parent=people.town), name="李会计", phone=PHONE)
    StaffMember.objects.create(unit=people.village, name="王会计", phone="")
    draft = drafts.save_text(actor=people.clerk, edition=text_draft(people), title="", body=f"打 {PHONE}", at=NOON)
    with pytest.raises(Refused, match=r"138\*{4}5678"):
        steps.submit(actor=people.clerk, edition=draft, at=NOON)
