"""Policies: one definition answers both "which of them?" and "this one?"."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Generic, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase

M = TypeVar("M", bound=Model)
Actor = AbstractBaseUser | AnonymousUser
Condition = Callable[[Any, datetime], Q]

_read: ContextVar[dict[Hashable, Any] | None] = ContextVar("read", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Read what conditions ask about a person once, for what asks many policies and changes nothing."""
    kept = _read.get()
    token = _read.set({} if kept is None else kept)
    try:
        yield
    finally:
        _read.reset(token)


def read_once(key: Hashable, read: Callable[[], Any]) -> Any:
    """Return what `read` returned first in this reading; None outside of one, where nothing is kept."""
    kept = _read.get()
    if kept is None:
        return None
    if key not in kept:
        kept[key] = read()
    return kept[key]


class OneReadingMiddleware:
    """Answer a request that changes nothing in one reading."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer it."""
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with one_reading():
            return self.get_response(request)


NOBODY = Q(pk__in=[])
"""Matches no row. What a condition answers for an actor who holds nothing: the database is not asked then."""

EVERY = Q(pk__isnull=False)
"""Matches every row. An empty `Q` would be dropped from an either-or, and grant nothing."""


@dataclass(frozen=True, slots=True)
class Policy(Generic[M]):
    """Who may do or see something, as a condition on rows of one model.

    `condition` is called with the actor and the time, and returns the `Q` of the permitted rows.
    """

    model: type[M]
    condition: Condition

    def permitted(self, actor: Actor | None, *, at: datetime) -> QuerySet[M]:
        """Return the rows this actor is permitted at that time.

        Raises:
            TypeError: There is no actor, which a forgotten argument must not open anything to.
        """
        if actor is None:
            raise TypeError("A policy needs an actor; pass AnonymousUser() for the public.")
        rows = self.model._default_manager
        condition = self.condition(actor, at)
        return rows.none() if condition is NOBODY else rows.filter(condition)

    def allows(self, actor: Actor | None, subject: M, *, at: datetime) -> bool:
        """Return whether this one row is among the permitted."""
        with one_reading():
            return self.permitted(actor, at=at).filter(pk=subject.pk).exists()


def any_of(*conditions: Condition) -> Condition:
    """Combine conditions so that any one of them suffices."""

    def condition(actor: Any, at: datetime) -> Q:
        answers = (one(actor, at) for one in conditions)
        return reduce(or_, [answer for answer in answers if answer is not NOBODY] or [NOBODY])

    return condition


def all_of(*conditions: Condition) -> Condition:
    """Combine conditions so that each of them must hold; what follows one that matches no row is not asked."""

    def condition(actor: Any, at: datetime) -> Q:
        every = Q()
        for one in conditions:
            answer = one(actor, at)
            if answer is NOBODY:
                return NOBODY
            every &= answer
        return every

    return condition


def in_states(*states: str) -> Condition:
    """Return the condition of the rows in one of some states."""
    return lambda actor, at: Q(state__in=states)


def is_system(actor: Any, at: datetime) -> Q:
    """Let the portal itself do it: its commands and jobs act as the system account."""
    return EVERY if getattr(actor, "is_system", False) else NOBODY
