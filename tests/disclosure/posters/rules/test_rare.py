"""What is printed for characters that no font has."""

import pytest

from disclosure.posters.rules.rare import MOST, named, substitutes


def test_one_is_marked_and_named() -> None:
    assert substitutes(["\U0002a6d6"]) == {"\U0002a6d6": "〓"}
    assert named(substitutes(["\U0002a6d6"])) == "字库中没有的字以〓代替：〓＝U+2A6D6。"
    assert named({}) == ""


def test_several_are_told_apart() -> None:
    marks = substitutes(["\ue863", "\U0002a6d6"])
    assert marks == {"\ue863": "〓①", "\U0002a6d6": "〓②"}
    assert "〓①＝U+E863，〓②＝U+2A6D6" in named(marks)
    assert substitutes([chr(0xE000 + number) for number in range(MOST)])[chr(0xE000 + MOST - 1)] == "〓⑳"


def test_more_than_can_be_told_apart_are_refused() -> None:
    with pytest.raises(ValueError, match="more characters"):
        substitutes([chr(0xE000 + number) for number in range(MOST + 1)])
