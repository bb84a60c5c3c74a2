"""Letters are issued down the cascade, issued anew when the head changes, reminded of and withdrawn."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.letters.actions.reports import drop_owed, owe
from accountability.letters.actions.taking import take
from accountability.letters.enums import MAX_NAME_LENGTH, MAX_REASON_LENGTH, LetterKind, LetterState, WordingState
from accountability.letters.models import Letter, LetterVersion, SigningYear
from accountability.letters.policies import LETTER_POLICIES
from accountability.letters.queries.letters import heads_of
from accountability.letters.queries.wording import canonical, document_of, sha256
from accountability.letters.rules import number_of, town_committee, village_branch
from accountability.letters.workflow import LETTER_STEPS
from portal.accounts.models import Post, Unit, User
from portal.core import codes, pages
from portal.core.refusals import Refused
from portal.core.texts import joint, required
from portal.core.workflow import create

CODE_LENGTH = 8


def issue(
    *,
    actor: User,
    signing_year: SigningYear,
    wording: LetterVersion,
    units: Sequence[Unit],
    at: datetime,
    due: date | None = None,
) -> list[Letter]:
    """Issue the letters of a year to many units at once; the head of each signs for party B.

    Args:
        due: By when they are to be signed; the day of the conference where none is said.

    Raises:
        NotAllowed: The actor is not the discipline secretary of the township.
        Refused: No unit was chosen, one is of another township, has no head, or has this letter already.
    """
    if not units:
        raise Refused(_("Choose the units."), "units")
    with transaction.atomic():
        heads = heads_of([one.pk for one in units], at)
        _refuse_units(signing_year, wording, units, heads)
        last_day = due or signing_year.meets_on
        return [_issue_to(signing_year, wording, heads[unit.pk], actor=actor, due=last_day, at=at) for unit in units]


def _issue_to(
    signing_year: SigningYear, wording: LetterVersion, head: Post, *, actor: User, due: date, at: datetime
) -> Letter:
    def make(locked: SigningYear) -> Letter:
        letter = _to_unit(locked.town, locked.year, wording, head)
        return _completed(letter, actor, due, at)

    letter: Letter = create(
        actor=actor,
        parent=signing_year,
        make=make,
        workflow=LETTER_STEPS,
        verb="issue",
        policies=LETTER_POLICIES,
        at=at,
        related=("town",),
    )
    if letter.kind == LetterKind.CLEAN:
        owe(actor=actor, letter=letter, at=at)
    return letter


def issue_below(
    *, actor: User, letter: Letter, name: str, title: str, due: date, at: datetime, person: User | None = None
) -> Letter:
    """Issue the letter of a unit to one of its cadres. The head of the unit signs for party A.

    Args:
        person: The cadre's account; without one the letter is signed on paper.

    Raises:
        NotAllowed: The actor does not work for the unit, or its own letter is not signed yet.
        Refused: A name is missing, the cadre has one already, or the day has passed.
    """
    called = required(name, _("Write the name."), "name", MAX_NAME_LENGTH)
    if due < timezone.localdate(at):
        raise Refused(_("Choose a day that is still to come."), "due")

    def make(locked: Letter) -> Letter:
        known = Letter.objects.filter(cadre_of=locked).exclude(state=LetterState.WITHDRAWN)
        if known.filter(principal_name_zh=called).exists():
            raise Refused(_("This cadre has a letter already."), "name")
        made = Letter(
            town=locked.town,
            unit=locked.unit,
            year=locked.year,
            wording=locked.wording,
            kind=locked.kind,
            cadre_of=locked,
            number=f"{locked.number}-{Letter.objects.filter(cadre_of=locked).count() + 1}",
            party_a=locked.party_b,
            party_b=called,
            principal=person,
            principal_name_zh=called,
            principal_name_en=person.name_en if person else "",
            principal_title_zh=title.strip(),
        )
        return _completed(made, actor, due, at)

    return create(
        actor=actor,
        parent=letter,
        make=make,
        workflow=LETTER_STEPS,
        verb="issue_below",
        policies=LETTER_POLICIES,
        at=at,
        related=("unit", "town", "wording__template"),
    )


def replace(*, actor: User, letter: Letter, reason: str, due: date, at: datetime, seen: int | None = None) -> Letter:
    """Issue the letter of a unit anew, because its head has changed or it signs after all. The old one stays readable.

    Returns:
        The new letter, which names the one it replaces.

    Raises:
        Refused: The unit has no head, a reason is missing, or the day has passed.
    """
    if due < timezone.localdate(at):
        raise Refused(_("Choose a day that is still to come."), "due")
    head = heads_of([letter.unit_id], at).get(letter.unit_id)
    if letter.cadre_of_id is not None or head is None:
        raise Refused(_("These units have no head: %(units)s.") % {"units": letter.unit.name})

    def make(old: Letter) -> Letter:
        made = _to_unit(old.town, old.year, old.wording, head)
        made.replaces = old
        return _completed(made, actor, due, at)

    with transaction.atomic():
        old = take(actor, letter, "replace", seen=seen, at=at, reason=reason)
        if old.is_public:
            pages.bump()
        return create(
            actor=actor,
            parent=old,
            make=make,
            workflow=LETTER_STEPS,
            verb="renew",
            policies=LETTER_POLICIES,
            at=at,
            related=("unit", "town", "wording__template"),
        )


def remind(*, actor: User, letter: Letter, at: datetime, seen: int | None = None) -> Letter:
    """Remind who is to sign a letter, at once and beside the reminders that go out by themselves."""

    def change(locked: Letter) -> None:
        locked.times_reminded += 1

    return take(actor, letter, "remind", change, seen=seen, at=at)


def withdraw(*, actor: User, letter: Letter, reason: str, at: datetime, seen: int | None = None) -> Letter:
    """Withdraw a letter before it is signed, with a reason. Quarters that were asked for by it are owed no more.

    Raises:
        Refused: A reason is missing or too long.
    """
    words = required(reason, _("Write why it is withdrawn."), "reason", MAX_REASON_LENGTH)
    with transaction.atomic():
        done = take(actor, letter, "withdraw", seen=seen, at=at, reason=words)
        drop_owed(done)
    return done


def _refuse_units(
    signing_year: SigningYear, wording: LetterVersion, units: Sequence[Unit], heads: dict[int, Post]
) -> None:
    """Refuse what cannot be issued, naming the units."""
    if wording.state != WordingState.PUBLISHED or wording.template.town_id != signing_year.town_id:
        raise Refused(_("Choose a template that is in use."), "wording")
    for unit in units:
        if unit.parent_id != signing_year.town_id:
            raise Refused(_("%(unit)s is not of this township.") % {"unit": unit.name}, "units")
    headless = [one.name for one in units if one.pk not in heads]
    if headless:
        raise Refused(_("These units have no head: %(units)s.") % {"units": joint().join(headless)}, "units")
    rows = Letter.objects.filter(
        unit__in=units, year=signing_year.year, wording__template=wording.template, cadre_of=None
    ).exclude(state__in=[LetterState.WITHDRAWN, LetterState.REPLACED])
    having = [one.unit.name for one in rows.select_related("unit")]
    if having:
        raise Refused(_("These units have this letter already: %(units)s.") % {"units": joint().join(having)}, "units")


def _to_unit(town: Unit, year: int, wording: LetterVersion, head: Post) -> Letter:
    """Return the letter of a township with a unit, to be completed."""
    unit, person = head.unit, head.person
    base = number_of(wording.template.prefix, year, unit.code)
    earlier = Letter.objects.filter(unit=unit, year=year, wording__template=wording.template_id, cadre_of=None).count()
    return Letter(
        town=town,
        unit=unit,
        year=year,
        wording=wording,
        kind=wording.template.kind,
        number=f"{base}-R{earlier}" if earlier else base,
        party_a=town_committee(town.name_zh),
        party_b=village_branch(unit.name_zh) if unit.is_village else unit.name_zh,
        principal=person,
        principal_name_zh=person.name_zh,
        principal_name_en=person.name_en,
        principal_title_zh=head.title_zh,
        principal_title_en=head.title_en,
    )


def _completed(letter: Letter, actor: User, due: date, at: datetime) -> Letter:
    """Complete a letter with the document that is signed."""
    letter.due, letter.issued_by, letter.issued_at = due, actor, at
    letter.document = canonical(document_of(letter))
    letter.sha256 = sha256(letter.document)
    letter.code = codes.random_code(CODE_LENGTH)
    return letter
