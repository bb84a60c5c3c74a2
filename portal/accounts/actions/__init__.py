"""Every write about units, people and posts. What others call stands here by name."""

from portal.accounts.actions.people import (
    add_person,
    change_person,
    set_password,
    switch_account,
    take_off_second_factor,
)
from portal.accounts.actions.posts import end_deputy, end_post, give_deputy, give_post, set_head
from portal.accounts.actions.units import UNIT_FIELDS, add_unit, change_unit, set_staff

__all__ = [
    "UNIT_FIELDS",
    "add_person",
    "add_unit",
    "change_person",
    "change_unit",
    "end_deputy",
    "end_post",
    "give_deputy",
    "give_post",
    "set_head",
    "set_password",
    "set_staff",
    "switch_account",
    "take_off_second_factor",
]
