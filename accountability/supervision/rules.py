"""Supervision as rules: on what it rests, how things are numbered, and the share that was recovered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

PREVENTION = "关于加强廉政风险防控的指导意见（中纪发〔2011〕42号）"
"""Points of risk are found, ranked, and watched before, during and after."""
GIFTS = "关于对党和国家机关工作人员在国内交往中收受礼品实行登记制度的规定（中办发〔1995〕7号）"
"""Gifts that could not be refused are registered and handed in."""
CLEARING = "党政机关厉行节约反对浪费条例"
"""Vehicles and rooms above what is allowed are sealed and cleared away."""
SCREEN = "中国共产党党务公开条例（试行）"
PRACTICE = "镇纪委工作制度"


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was to be recovered and what was; amounts in yuan."""

    due: Decimal
    recovered: Decimal

    @property
    def percent(self) -> Decimal | None:
        """The share that was recovered, with one place; None where nothing was to be."""
        if not self.due:
            return None
        return (self.recovered * 100 / self.due).quantize(Decimal("0.1"))


def add_up(things: Iterable[tuple[Decimal | None, Decimal]]) -> Recovered:
    """Return the sums of things, each with what is due and what was recovered; one with nothing due counts nowhere."""
    due = recovered = Decimal(0)
    for one, got in things:
        if one is not None:
            due, recovered = due + one, recovered + got
    return Recovered(due, recovered)


def is_overdue(due: date, *, is_planned: bool, today: date) -> bool:
    """Return whether a check should have been made by now."""
    return is_planned and due < today
