"""The verbs of rectification, and how its stories name what they did not make."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from accountability.rectification import actions
from accountability.rectification.models import Rectification
from portal.accounts.models import User
from portal.core import uploads
from portal.demo import contents
from portal.demo.verb import Verb


def report(
    *, actor: User, rectification: Rectification, done_with: str, at: datetime, evidence: Sequence[str] = ()
) -> Rectification:
    """Report it as put right, with files of `data/demo` as evidence."""
    return actions.report(
        actor=actor, rectification=rectification, text=done_with, evidence=[cleaned(one) for one in evidence], at=at
    )


def cleaned(name: str) -> uploads.Clean:
    """Return a file of `data/demo` as it is kept."""
    return uploads.clean(contents.content_of(name), name=Path(name).name)


VERBS: Mapping[str, Verb] = {
    "report rectification": Verb(report, "reported_by"),
    "send rectification back": Verb(actions.send_back, "secretary"),
    "postpone rectification": Verb(actions.postpone, "secretary"),
    "supervise rectification": Verb(actions.supervise, "secretary"),
    "confirm rectification": Verb(actions.confirm, "secretary"),
}

LOOKUPS: Mapping[type, Callable[[str, datetime], Any]] = {
    Rectification: lambda number, _at: Rectification.objects.get(number=number),
}
