"""The commands of disclosure: reference data, ledgers, posters."""

import json
from argparse import ArgumentTypeError
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.rules.periods import Period
from disclosure.content.statement import queries
from disclosure.content.statement.models import LedgerImport
from disclosure.notices.enums import State
from disclosure.notices.models import Edition, Notice
from portal.accounts.enums import Role
from portal.accounts.models import Unit
from portal.core.reference import argument
from tests import factories
from tests.factories import UnitFactory, VillageFactory, person

DATA = Path(settings.BASE_DIR) / "data"
EXPECTED: dict[str, Any] = json.loads((DATA / "ledgers" / "expected.json").read_text(encoding="utf-8"))
FIGURES = ("opening", "receipts", "payments", "closing", "lines")
CATALOGUE_HEAD = "code,stream,name_zh,name_en,cadence,form,notice_days,notice_unit,publisher,basis_zh\n"


def run(name: str, *words: str, **options: Any) -> str:
    out = StringIO()
    call_command(name, *words, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


@pytest.fixture
def village(db: None) -> Unit:
    run("load_accounts", str(DATA / "chart_of_accounts.csv"))
    run("load_catalogue", str(DATA / "catalogue.csv"))
    unit: Unit = VillageFactory(code="QS-01", parent=UnitFactory(code="QS"))
    return unit


def ledger(name: str, period: str, *words: str) -> str:
    return run("import_ledger", str(DATA / "ledgers" / name), "--unit", "QS-01", "--period", period, *words)


def rule_and_line(finding: dict[str, Any]) -> tuple[str, str]:
    return finding["rule"], str(finding["line"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("command", "file", "count"),
    [("load_catalogue", "catalogue.csv", 59), ("load_accounts", "chart_of_accounts.csv", 42)],
)
def test_reference_data_of_the_repository_is_loaded_once(command: str, file: str, count: int) -> None:
    first = json.loads(run(command, str(DATA / file), "--json"))
    assert first == {"added": count, "changed": 0, "unchanged": 0}
    assert json.loads(run(command, str(DATA / file), "--json")) == {"added": 0, "changed": 0, "unchanged": count}


@pytest.mark.django_db
def test_a_changed_entry_keeps_its_history(tmp_path: Path) -> None:
    file = tmp_path / "entries.csv"
    file.write_text(CATALOGUE_HEAD + "X1,village,甲,A,quarterly,text,0,,village,\n", encoding="utf-8")
    run("load_catalogue", str(file))
    file.write_text(CATALOGUE_HEAD + "X1,village,甲,A,quarterly,text,7,calendar,village,\n", encoding="utf-8")
    assert "1 changed (X1)" in run("load_catalogue", str(file))
    assert [row.notice_days for row in CatalogueEntry.objects.get(code="X1").history.order_by("history_id")] == [0, 7]


@pytest.mark.django_db
def test_bad_entries_refuse_all_and_are_numbered(tmp_path: Path) -> None:
    file = tmp_path / "entries.csv"
    file.write_text(
        CATALOGUE_HEAD
        + "X1,village,甲,A,quarterly,text,0,,village,\n"
        + "X2,village,乙,B,fortnightly,text,0,,village,\n"
        + "X3,village,丙,C,quarterly,text,seven,calendar,village,\n"
        + "X4,village,丁,D,quarterly,text,7,,village,\n",
        encoding="utf-8",
    )
    with pytest.raises(CommandError) as refused:
        run("load_catalogue", str(file))
    said = str(refused.value).splitlines()
    assert said[0] == "Nothing was saved."
    assert [line.split(":")[0] for line in said[1:]] == ["Row 3", "Row 4", "Row 5"]
    assert "cadence" in said[1]
    assert "notice_days" in said[2]
    assert not CatalogueEntry.objects.exists()


@pytest.mark.parametrize("name", EXPECTED)
def test_ledgers_give_the_expected_figures_and_findings(village: Unit, name: str) -> None:
    expected = EXPECTED[name]
    out = StringIO()
    words = (str(DATA / "ledgers" / name), "--unit", "QS-01", "--period", expected["period"], "--dry-run", "--json")
    if expected["errors"]:
        with pytest.raises(CommandError, match="2 errors"):
            call_command("import_ledger", *words, stdout=out)
    else:
        call_command("import_ledger", *words, stdout=out)
    found = json.loads(out.getvalue())
    assert list(found) == [*FIGURES, "errors", "warnings"]
    assert {key: found[key] for key in FIGURES} == {key: expected[key] for key in FIGURES}
    assert sorted(map(rule_and_line, found["errors"])) == sorted(map(rule_and_line, expected["errors"]))
    assert {one["line"] for one in expected["warnings"]} <= {one["line"] for one in found["warnings"]}
    assert not LedgerImport.objects.exists()
    assert not Notice.objects.exists()


def test_an_import_makes_a_draft_as_the_clerk(village: Unit) -> None:
    clerk = person(Role.CLERK, village)
    said = ledger("liushu-2026Q3.xlsx", "2026Q3")
    assert said.startswith("30 lines: 296524.26 + 276312.82 - 96304.36 = 476532.72")
    draft = Edition.objects.get(notice__number="QS-01-F02-2026Q3")
    assert draft.state == State.DRAFT
    assert list(draft.contributors.all()) == [clerk]
    assert draft.statement.lines.count() == 30
    assert queries.ledger_of(draft.statement).closing == draft.statement.closing


def test_an_import_is_refused_to_others_and_without_a_clerk(village: Unit) -> None:
    with pytest.raises(CommandError, match="no clerk of QS-01"):
        ledger("liushu-2026Q3.xlsx", "2026Q3")
    with pytest.raises(CommandError, match="no account nobody"):
        ledger("liushu-2026Q3.xlsx", "2026Q3", "--as", "nobody")
    other = person(Role.CLERK, VillageFactory(parent=village.parent))
    with pytest.raises(CommandError):
        ledger("liushu-2026Q3.xlsx", "2026Q3", "--as", other.username)
    with pytest.raises(CommandError, match="no unit QS-99"):
        run("import_ledger", str(DATA / "ledgers/liushu-2026Q3.xlsx"), "--unit", "QS-99", "--period", "2026Q3")
    assert not Notice.objects.exists()
    assert not LedgerImport.objects.exists()


def test_a_faulty_ledger_saves_nothing_and_prints_its_findings(village: Unit) -> None:
    person(Role.CLERK, village)
    out = StringIO()
    file = str(DATA / "ledgers" / "donghe-2026Q3-faulty.xlsx")
    with pytest.raises(CommandError, match="Nothing was saved: 2 errors"):
        call_command("import_ledger", file, "--unit", "QS-01", "--period", "2026Q3", stdout=out)
    assert "error I1:" in out.getvalue()
    assert "warning W-DATE:" in out.getvalue()
    assert not Notice.objects.exists()
    assert not LedgerImport.objects.exists()


def test_what_is_no_ledger_is_refused(village: Unit, tmp_path: Path) -> None:
    file = tmp_path / "letter.csv"
    file.write_text("亲爱的村民：\n", encoding="utf-8")
    with pytest.raises(CommandError):
        run("import_ledger", str(file), "--unit", "QS-01", "--period", "2026Q3", "--dry-run")


def test_bad_usage_is_told_before_anything_is_read() -> None:
    with pytest.raises(ArgumentTypeError, match="is no period"):
        argument(Period.parse)("2026 Q3")
    with pytest.raises(CommandError, match="there is no file"):
        call_command("import_ledger", "nowhere.xlsx", "--unit", "QS-01", "--period", "2026Q3")


@pytest.mark.django_db
def test_a_poster_is_written_of_what_is_live(tmp_path: Path) -> None:
    cast = factories.cast()
    live = factories.published(cast, factories.money_draft(cast))
    output = tmp_path / "poster.pdf"
    said = run("poster", live.notice.number, "--size", "A4", "--output", str(output))
    assert live.notice.number in said
    assert output.read_bytes().startswith(b"%PDF")
    assert live.posters.get().size == "A4"


@pytest.mark.django_db
def test_there_is_no_poster_of_what_is_not_live(tmp_path: Path) -> None:
    cast = factories.cast()
    draft = factories.text_draft(cast)
    with pytest.raises(CommandError, match=r"no notice .* with a live edition"):
        run("poster", draft.notice.number, "--output", str(tmp_path / "poster.pdf"))
    assert not (tmp_path / "poster.pdf").exists()
