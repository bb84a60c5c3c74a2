"""Rectifications for tests."""

from datetime import date, datetime

from accountability.rectification import actions
from accountability.rectification.enums import Source
from accountability.rectification.models import Rectification
from portal.accounts.models import Unit, User


def given(secretary: User, unit: Unit, at: datetime, *, due: date, number: str = "JC-2026-1") -> Rectification:
    """Return something that a unit was asked to put right."""
    assert unit.parent is not None
    return actions.give(
        actor=secretary,
        town=unit.parent,
        unit=unit,
        source=Source.INSPECTION,
        source_number=number,
        kind="票据手续",
        text="3 笔招待费没有写明事由。",
        requirement="补写事由，重新公开。",
        due=due,
        responsible="范开田，村党支部书记",
        supervising="苗永康，村务监督委员会主任",
        at=at,
    )
