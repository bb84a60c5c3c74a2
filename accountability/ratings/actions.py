"""Keep windows, print their slips, count ratings once each, and look at their words."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.ratings.enums import (
    CODE_LENGTH,
    MAX_WORDS_LENGTH,
    MOST_SHEETS,
    SLIP_LENGTH,
    SLIPS_ON_A_SHEET,
    Score,
)
from accountability.ratings.models import WINDOW_FIELDS, Rating, Slip, SpentPage, Window
from accountability.ratings.policies import KEEPS_WINDOW, KEEPS_WINDOWS_OF, PRINTS_SLIPS, STEPS
from accountability.ratings.queries import PAGE, SLIP, by_quarter, expired_words
from accountability.ratings.rules import TARGET, Tally
from accountability.ratings.workflow import RATING
from accountability.rectification import actions as rectification
from accountability.rectification.enums import Source
from accountability.rectification.models import Rectification
from portal.accounts.models import Unit, User
from portal.accounts.queries import published_telephones
from portal.core import audit, pages
from portal.core.codes import random_code
from portal.core.personal import find_personal
from portal.core.refusals import NotAllowed, Refused
from portal.core.texts import comma, plain, required
from portal.core.workflow import create, lock, lock_seen, step

SPENT_DAYS = 2
"""After so many days no page can be sent any more that was opened before."""


def add_window(*, actor: User, unit: Unit, fields: Mapping[str, Any], at: datetime) -> Window:
    """Enter a window of a unit with values of `WINDOW_FIELDS`; it gets the code that stands on its paper.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: It has no name, or the unit has one of this name.
    """
    if not KEEPS_WINDOWS_OF.allows(actor, unit, at=at):
        raise NotAllowed(_("The discipline secretary keeps the windows."))
    with transaction.atomic():
        window = Window(unit=lock(unit), code=random_code(CODE_LENGTH))
        _set(window, fields)
        window.save(force_insert=True)
        _note(actor, window, "add", at)
    return window


def change_window(
    *, actor: User, window: Window, fields: Mapping[str, Any], at: datetime, seen: int | None = None
) -> Window:
    """Change a window, or say that it is no longer in use.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Conflict: Somebody else changed it after this version was seen.
        Refused: As `add_window` does.
    """
    if not KEEPS_WINDOW.allows(actor, window, at=at):
        raise NotAllowed(_("The discipline secretary keeps the windows."))
    with transaction.atomic():
        locked = lock_seen(window, seen, "unit")
        _set(locked, fields)
        locked.save()
        _note(actor, locked, "change", at)
    return locked


def _set(window: Window, fields: Mapping[str, Any]) -> None:
    for name in WINDOW_FIELDS:
        if name in fields:
            value = fields[name]
            setattr(window, name, plain(value) if isinstance(value, str) else value)
    window.name_zh = required(window.name_zh, _("Write the name of the window."), "name_zh", 40)
    same = Window.objects.filter(unit=window.unit, name_zh=window.name_zh).exclude(pk=window.pk)
    if same.exists():
        raise Refused(_("This unit has a window of this name already."), "name_zh")


def _note(actor: User, window: Window, verb: str, at: datetime, reason: str = "") -> None:
    audit.write(actor=actor, subject=window, number=window.audit_number(), verb=verb, reason=reason, at=at)
    pages.bump()


def print_slips(*, actor: User, window: Window, sheets: int, at: datetime) -> list[str]:
    """Make one-time slips for some sheets of paper and return their codes, which are known nowhere else.

    Raises:
        NotAllowed: The actor neither keeps the window nor hands out its slips.
        Refused: No sheet is asked for or too many, or the window is not in use.
    """
    if not PRINTS_SLIPS.allows(actor, window, at=at):
        raise NotAllowed(_("The discipline secretary keeps the windows."))
    if not window.is_active:
        raise Refused(_("This window is not in use."))
    if not 1 <= sheets <= MOST_SHEETS:
        raise Refused(_("At most %(count)d sheets at once.") % {"count": MOST_SHEETS}, "sheets")
    codes = [random_code(SLIP_LENGTH) for _one in range(sheets * SLIPS_ON_A_SHEET)]
    with transaction.atomic():
        day = timezone.localdate(at)
        Slip.objects.bulk_create(Slip(window=window, digest=SLIP.of(code), printed_on=day) for code in codes)
        audit.write(actor=actor, subject=window, number=window.code, verb="print slips", reason=str(len(codes)), at=at)
    return codes


def rate(
    *,
    actor: User,
    window: Window,
    score: Score,
    at: datetime,
    words: str = "",
    slip: str = "",
    page: str = "",
) -> Rating:
    """Count a rating once: by a slip, or by the page that was opened without one.

    Args:
        actor: The system; nobody signs in to rate.
        slip: The code of a one-time slip; it is used up.
        page: What tells one opened page from another, where there is no slip.

    Raises:
        Refused: The window is not in use or takes slips only, the slip is not one of its own or was used, the page was
            sent before, or the words are too long or hold a personal number.
    """
    said, is_by_slip = plain(words), bool(slip)
    _check_words(window, said)

    def make(locked: Window) -> Rating:
        _check_open(locked, is_by_slip=is_by_slip)
        day = timezone.localdate(at)
        if is_by_slip:
            _use_up(locked, slip)
        else:
            _spend(page, day)
        return Rating(window=locked, day=day, score=score, by_slip=is_by_slip, words=said, has_words=bool(said))

    verb = "rate_with_words" if said else "rate"
    with transaction.atomic():
        made = create(actor=actor, parent=window, make=make, workflow=RATING, verb=verb, policies=STEPS, at=at)
        pages.bump()
    return made


def _check_open(window: Window, *, is_by_slip: bool) -> None:
    if not window.is_active:
        raise Refused(_("This window is not in use."))
    if window.needs_slip and not is_by_slip:
        raise Refused(_("At this window you are given a slip. Type the code that stands on it."), "slip")


def _check_words(window: Window, said: str) -> None:
    if len(said) > MAX_WORDS_LENGTH:
        sentence = _("This has more than %(count)d characters. Shorten it.")
        raise Refused(sentence % {"count": MAX_WORDS_LENGTH}, "words")
    if found := find_personal(said, published=published_telephones(window.unit)):
        masked = comma().join(one.masked for one in found[:3])
        raise Refused(_("Leave out numbers that belong to somebody: %(masked)s.") % {"masked": masked}, "words")


def _use_up(window: Window, slip: str) -> None:
    """Use up a slip; of two who send it at once the second finds it used.

    Raises:
        Refused: It is none of this window, or was used.
    """
    own = Slip.objects.filter(window=window, digest__in=SLIP.all_of(slip))
    if own.filter(is_used=False).update(is_used=True):
        return
    if own.exists():
        raise Refused(_("This slip was used already. Each counts once."), "slip")
    raise Refused(_("This is no slip of this window. Compare it with what stands on the slip."), "slip")


def _spend(page: str, day: date) -> None:
    try:
        with transaction.atomic():
            SpentPage.objects.create(digest=PAGE.of(page), day=day)
    except IntegrityError as fault:
        raise Refused(_("This was counted already. Each visit counts once.")) from fault


def pass_on(*, actor: User, rating: Rating, passed_words: str, at: datetime, seen: int | None = None) -> Rating:
    """Let the unit read the words of a rating, as they were screened: without names and numbers.

    Raises:
        Refused: Nothing is left of them, or a personal number still stands in them.
    """

    def change(locked: Rating) -> None:
        said = required(passed_words, _("Write what the unit reads."), "passed_words", MAX_WORDS_LENGTH)
        if find_personal(said, published=published_telephones(locked.window.unit)):
            raise Refused(_("A personal number still stands in it."), "passed_words")
        locked.passed_words = said

    return _take(actor, rating, "pass_on", change, seen=seen, at=at)


def keep_back(*, actor: User, rating: Rating, reason: str, at: datetime, seen: int | None = None) -> Rating:
    """Keep the words of a rating from the unit, with a reason; the score counts."""
    return _take(actor, rating, "keep_back", None, seen=seen, at=at, reason=reason)


def _take(
    actor: User,
    rating: Rating,
    verb: str,
    change: Callable[[Rating], None] | None,
    *,
    seen: int | None,
    at: datetime,
    reason: str = "",
) -> Rating:
    return step(
        actor=actor,
        subject=rating,
        workflow=RATING,
        verb=verb,
        policies=STEPS,
        seen=seen,
        at=at,
        reason=reason,
        change=change,
        related=("window__unit",),
    )


def ask_to_improve(
    *, actor: User, window: Window, year: int, quarter: int, requirement: str, due: date, at: datetime
) -> Rectification:
    """Ask a unit to improve a window that too few people were satisfied with in a quarter; once for a quarter.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: Too few people rated it, enough of them are satisfied, or it was asked for this quarter already.
    """
    if not KEEPS_WINDOW.allows(actor, window, at=at):
        raise NotAllowed(_("The discipline secretary keeps the windows."))
    tally = by_quarter(window, year).get(quarter)
    if tally is None or not tally.is_below_target:
        raise Refused(_("In this quarter the window is not below %(target)d %%.") % {"target": TARGET})
    number = f"{window.code}-{year}-{quarter}"
    with transaction.atomic():
        locked = lock(window, "unit__parent")
        if Rectification.objects.filter(source=Source.RATING, source_number=number).exists():
            raise Refused(_("The window was asked to improve for this quarter already."))
        given = rectification.give(
            actor=actor,
            town=locked.unit.town,
            unit=locked.unit,
            source=Source.RATING,
            source_number=number,
            kind=_("Satisfaction at a window"),
            text=_why(locked, year, quarter, tally),
            requirement=requirement,
            due=due,
            at=at,
        )
        _note(actor, locked, "ask to improve", at, reason=given.number)
    return given


def _why(window: Window, year: int, quarter: int, tally: Tally) -> str:
    sentence = _(
        "%(window)s, quarter %(quarter)d of %(year)d: %(content)d of %(count)d people were satisfied, %(percent)s %%."
    )
    base = {"content": tally.content, "count": tally.count, "percent": tally.percent}
    return sentence % {"window": window.name_zh, "quarter": quarter, "year": year, **base}


def forget_words(before: datetime, limit: int) -> int:
    """Forget the words of ratings from before a time, at most so many, and return how many; the scores stay."""
    keys = list(expired_words(before).values_list("pk", flat=True)[:limit])
    rows = Rating.objects.filter(pk__in=keys)
    return rows.update(words="", passed_words="", forgotten_at=timezone.now())


def forget_spent(before: datetime, limit: int) -> int:
    """Forget pages that were sent before a time and cannot be sent any more, and return how many."""
    keys = list(SpentPage.objects.filter(day__lt=before.date()).values_list("pk", flat=True)[:limit])
    return SpentPage.objects.filter(pk__in=keys).delete()[0]
