"""What the apps hand over to be said: a reminder to a person, or a letter to somebody outside."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from portal.accounts.models import Unit, User
from portal.messaging.enums import Channel, Language

Words = Callable[[], Mapping[str, str]]
"""Called in the language of whoever is written to; gives what stands in the places of the wording."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One step of one cause, for one person.

    Attributes:
        person: Whom to remind.
        kind: Which wording is used; the key of a message template.
        cause: What it is about, such as obligation:QS-01-F02-2026Q3. Never two messages for one step of it.
        step: Which step, such as before-7 or after-week-2.
        due: The day on which the step came due.
        words: What stands in the places of the wording.
        url: Address of the page it leads to, without host and language, such as /desk/editions/7/.
        escalates: Whether somebody above is told of another's work.
    """

    person: User
    kind: str
    cause: str
    step: str
    due: date
    words: Words
    url: str
    escalates: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to somebody who has no account, such as whoever asked a question.

    Attributes:
        address: Their e-mail address, or their telephone number.
        kind: Which wording is used.
        cause: What it is about; never two letters for one.
        words: What stands in the places of the wording.
        url: Address of the page it leads to, without host and language.
        language: In which language they are written to.
        unit: Whose publishers and administrators see what became of it; none for those of every unit.
        channel: By e-mail or SMS.
        at_most: How many of this kind one address is sent a day; None for any number.
    """

    address: str = field(repr=False)
    kind: str
    cause: str
    words: Words
    url: str
    language: Language = Language.CHINESE
    unit: Unit | None = None
    channel: Channel = Channel.EMAIL
    at_most: int | None = None
