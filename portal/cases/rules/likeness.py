"""How alike two texts are, by the pairs of characters they share."""

from portal.core.encryption.digests import normal_text

ALIKE = 0.6
"""From here on two texts count as alike."""


def pairs(text: str) -> frozenset[str]:
    """Return the pairs of characters that stand beside each other in a text."""
    plain = normal_text(text)
    return frozenset(plain[start : start + 2] for start in range(len(plain) - 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how alike two texts are by their pairs, from 0 to 1: the shared ones, twice, of all."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
