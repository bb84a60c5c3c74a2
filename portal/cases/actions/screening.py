"""Screening: what the public and those who answer read of a case, and what nobody may write about its sender."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.cases.actions.reading import as_it_came
from portal.cases.enums import PUBLISHED, Visibility
from portal.cases.models import Case, Screening
from portal.cases.rules import sender as rules
from portal.cases.rules.sender import AsItCame
from portal.core.personal import find_personal
from portal.core.refusals import Refused
from portal.core.texts import plain


def screen(
    *,
    actor: User,
    case: Case,
    visibility: str,
    shown_text: str,
    shown_name: str,
    max_length: int,
    at: datetime,
    published: Collection[str] = (),
) -> Screening:
    """Say what the public sees of a case, and what those who answer work with.

    Args:
        actor: Who screens it; their policy is the app's.
        case: The case, whose row in the app is locked.
        visibility: A value of `Visibility` other than undecided.
        shown_text: The text, as it came or masked.
        shown_name: The name shown with it; may be empty.
        max_length: Characters of the text at most.
        at: Now.
        published: Telephones that everybody is to know, which need not be masked.

    Raises:
        Refused: What is shown is empty, too long, gives somebody away, or is not what was chosen; or the case has
            been forgotten.
    """
    if visibility not in set(Visibility) - {Visibility.UNDECIDED}:
        raise Refused(_("Choose whether it is published, published masked or kept private."), "visibility")
    came = as_it_came(case)
    if came is None:
        raise Refused(_("The personal data of this case has been removed."))
    text, name = plain(shown_text), shown_name.strip()
    if not text:
        raise Refused(_("Write what the unit is to answer."), "shown_text")
    if len(text) > max_length:
        raise Refused(
            _("What is shown has more than %(count)d characters. Shorten it.") % {"count": max_length}, "shown_text"
        )
    if visibility in PUBLISHED:
        _check_published(came, visibility, text, name, published)
    row, _is_new = Screening.objects.update_or_create(
        case=case,
        defaults={
            "visibility": visibility,
            "shown_text": text,
            "shown_name": name,
            "screened_by": actor,
            "screened_at": at,
        },
    )
    return row


def check_private(case: Case, text: str, what: str, field: str, *, published: Collection[str] = ()) -> None:
    """Refuse a text that others read if it holds a personal number, or gives away who sent a case.

    Args:
        case: The case it is about.
        text: The text.
        what: What it is called, at the beginning of a sentence.
        field: The form field it was written in.
        published: Telephones that everybody is to know.
    """
    came, screening = as_it_came(case), Screening.objects.filter(case=case).first()
    shown_name = screening.shown_name if screening else ""
    _check(came, text, what, field, shown_name=shown_name, published=published)


def _check_published(came: AsItCame, visibility: str, text: str, name: str, published: Collection[str]) -> None:
    same_text, same_name = text == came.text, name == came.sender.name
    if visibility == Visibility.PUBLIC and not (same_text and name in ("", came.sender.name)):
        raise Refused(
            _("Text or name are not as they came. Choose “Publish it masked”, or leave them as they are."), "visibility"
        )
    if visibility == Visibility.MASKED and same_text and same_name:
        raise Refused(
            _("Nothing is masked yet. Change the text or leave out the name, or publish it as it came."), "visibility"
        )
    what = _("What would be published")
    _check(came, f"{text}\n{name}", what, "shown_text", shown_name=name, published=published)


def _check(
    came: AsItCame | None, text: str, what: str, field: str, *, shown_name: str, published: Collection[str]
) -> None:
    if found := find_personal(text, published=published):
        raise Refused(
            _("%(what)s holds a full ID, bank-card or telephone number. Mask it: %(masked)s")
            % {"what": what, "masked": found[0].masked},
            field,
        )
    if came is None:
        return
    sender = came.sender
    if rules.names_email(sender, text):
        raise Refused(_("%(what)s contains the e-mail address of the sender.") % {"what": what}, field)
    if rules.names_telephone(sender, text):
        raise Refused(_("%(what)s contains the telephone number of the sender.") % {"what": what}, field)
    if rules.names_address(sender, text):
        raise Refused(_("%(what)s contains the address of the sender.") % {"what": what}, field)
    if sender.name != shown_name and rules.names_person(sender, text):
        raise Refused(_("%(what)s contains the name of the sender.") % {"what": what}, field)
