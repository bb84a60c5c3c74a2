"""What is printed in place of characters that no font of the machine has. Pure."""

from collections.abc import Collection, Mapping

MARK = "〓"
"""What printers put where they have no type for a character."""
MOST = 20
"""So many different ones can be told apart; a text with more of them is in a script this machine cannot print."""


def substitutes(characters: Collection[str]) -> dict[str, str]:
    """Return what is printed for each character: 〓, numbered where there are several.

    Raises:
        ValueError: There are more than `MOST`.
    """
    if len(characters) > MOST:
        raise ValueError("There are more characters without a glyph than can be told apart.")
    if len(characters) == 1:
        return dict.fromkeys(characters, MARK)
    return {character: MARK + chr(ord("①") + place) for place, character in enumerate(sorted(characters))}


def named(substitutes: Mapping[str, str]) -> str:
    """Return the sentence that says what each of them stands for; empty where there are none."""
    if not substitutes:
        return ""
    codes = "，".join(f"{mark}＝U+{ord(character):04X}" for character, mark in substitutes.items())
    return f"字库中没有的字以〓代替：{codes}。"
