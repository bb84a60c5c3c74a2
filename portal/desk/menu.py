"""The desk's menu of one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.core.policy import one_reading
from portal.core.workflow import Words
from portal.desk.pages import is_staff_page
from portal.desk.registry import MENU, MenuEntry


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An entry as it is shown: where it leads, how much waits there, and whether the reader is there."""

    key: str
    url: str
    label: Words
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class MenuPart:
    """Entries that stand together, with their heading; the first part has none."""

    label: Words
    items: list[MenuItem]


def menu(person: Any, path: str, *, at: datetime, entries: Iterable[MenuEntry] = MENU) -> list[MenuPart]:
    """Return the entries that open to a person, in their parts."""
    opened = [(entry, reverse(entry.url_name)) for entry in entries if entry.opens(person, at)]
    found = [
        (len(place), place == url, url)
        for entry, url in opened
        for place in (url, *map(reverse, entry.covers))
        if _is_at(entry, place, path)
    ]
    current = max(found)[2] if found else ""
    parts = groupby(sorted(opened, key=_place), key=lambda pair: pair[0].group)
    return [
        MenuPart(group.label if group else "", [_item(entry, url, current, person, at) for entry, url in pairs])
        for group, pairs in parts
    ]


def _is_at(entry: MenuEntry, url: str, path: str) -> bool:
    return path == url if entry.is_exact else path.startswith(url)


def _place(pair: tuple[MenuEntry, str]) -> tuple[bool, int, str, int, str]:
    entry, _url = pair
    group = entry.group
    return group is not None, group.order if group else 0, group.key if group else "", entry.order, entry.key


def _item(entry: MenuEntry, url: str, current: str, person: Any, at: datetime) -> MenuItem:
    count = entry.count(person, at) if entry.count else 0
    return MenuItem(entry.key, url, entry.label, count, url == current)


def desk(request: HttpRequest) -> dict[str, Any]:
    """Return the menu of the person who is signed in. Pages outside the desk are given nothing."""
    return {"desk_menu": SimpleLazyObject(lambda: _menu(request))} if is_staff_page(request) else {}


def _menu(request: HttpRequest) -> list[MenuPart]:
    if not request.user.is_authenticated:
        return []
    with one_reading():
        return menu(request.user, request.path, at=timezone.now())
