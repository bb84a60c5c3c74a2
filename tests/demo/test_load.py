"""Taking steps: what a story names is found, the version that stands is passed on, a refusal names the entry."""

from pathlib import Path

import pytest

from disclosure.notices.enums import State
from disclosure.notices.models import Edition
from portal.core.refusals import Refused
from portal.demo.load import Stories
from portal.demo.stories import read
from tests import factories

pytestmark = pytest.mark.django_db
HEAD = "story,unit,entry,period,title,clerk,supervisor,text,start,write,submit,countersign\n"


@pytest.fixture
def people() -> factories.Cast:
    return factories.cast()


def tell(folder: Path, text: str, name: str = "a.csv") -> Stories:
    (folder / name).write_text(text, encoding="utf-8")
    stories = Stories()
    for step in read(folder):
        stories.take(step)
    return stories


def row(people: factories.Cast, *cells: str, clerk: str = "", unit: str = "") -> str:
    entry = factories.CatalogueEntryFactory()
    clerk, supervisor = clerk or people.clerk.username, people.supervisor.username
    written = ",".join(cells) + "," * (4 - len(cells))
    return (
        f"{HEAD}one,{unit or people.village.code},{entry.code},2026Q3,,{clerk},{supervisor},notices/g13.md,{written}\n"
    )


def test_a_story_goes_through_the_actions(people: factories.Cast, tmp_path: Path) -> None:
    days = ("2026-10-09 09:00:00", "2026-10-09 10:00:00", "2026-10-12 09:00:00", "2026-10-12 15:00:00")
    tell(tmp_path, row(people, *days))
    edition = Edition.objects.get()
    assert (edition.state, edition.prepared_by, edition.countersigned_by) == (
        State.COUNTERSIGNED,
        people.clerk,
        people.supervisor,
    )
    assert edition.body


def test_what_another_story_changed_is_seen_as_it_stands_now(people: factories.Cast, tmp_path: Path) -> None:
    stories = tell(tmp_path, row(people, "2026-10-09 09:00:00", "2026-10-09 10:00:00"))
    Edition.objects.update(version=7)
    text = f"[[one]]\nat = 2026-10-12T09:00:00\ndo = 'submit'\nby = '{people.clerk.username}'\n"
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "b.toml").write_text(text, encoding="utf-8")
    for step in read(tmp_path / "later"):
        stories.take(step)
    assert (Edition.objects.get().state, Edition.objects.get().version) == (State.SUBMITTED, 8)


def test_a_refusal_of_an_action_names_file_and_entry(people: factories.Cast, tmp_path: Path) -> None:
    text = row(people, "2026-10-09 09:00:00", clerk=people.outsider.username)
    with pytest.raises(Refused, match=r"^a\.csv, line 2: 这个单位的公开事项不由您编制。$"):
        tell(tmp_path, text)


def test_what_is_not_there_is_named_with_file_and_entry(people: factories.Cast, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"^a\.csv, line 2: there is no Unit “QS-99” so far\.$"):
        tell(tmp_path, row(people, "2026-10-09 09:00:00", unit="QS-99"))
    with pytest.raises(Refused, match=r"^a\.csv, line 2: there is no User “nobody” so far\.$"):
        tell(tmp_path, row(people, "2026-10-09 09:00:00", clerk="nobody"))


def test_a_step_without_what_its_story_should_have_made_is_refused(people: factories.Cast, tmp_path: Path) -> None:
    text = f"[[one]]\nat = 2026-10-12T09:00:00\ndo = 'submit'\nby = '{people.clerk.username}'\n"
    with pytest.raises(Refused, match=r"^a\.toml, “one”, step 1: “edition” is missing\.$"):
        tell(tmp_path, text, "a.toml")


def test_a_text_without_its_words_is_refused(people: factories.Cast, tmp_path: Path) -> None:
    text = row(people, "2026-10-09 09:00:00", "2026-10-09 10:00:00").replace("notices/g13.md", "texts/V02.md")
    with pytest.raises(Refused, match=r"^a\.csv, line 2: texts/V02\.md: nothing says what stands for '"):
        tell(tmp_path, text)
