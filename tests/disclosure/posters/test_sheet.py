"""A poster that leads nowhere is refused before it is drawn."""

from typing import Any

import pytest

from tests.disclosure.posters.samples import TEXT, poster


def test_a_poster_needs_something_to_say() -> None:
    with pytest.raises(ValueError, match="text or the content"):
        poster()


@pytest.mark.parametrize(
    "missing",
    [{"verify_url": ""}, {"verify_code": ""}, {"published_on": None}, {"log_sequence": None}, {"log_hash": ""}],
)
@pytest.mark.parametrize("kind", ["published", "superseded"])
def test_a_published_poster_needs_its_way_home(missing: dict[str, Any], kind: str) -> None:
    with pytest.raises(ValueError, match="log entry"):
        poster(body_html=TEXT, kind=kind, **missing)


def test_a_specimen_needs_none() -> None:
    assert poster(body_html=TEXT, kind="specimen").verify_url == ""
