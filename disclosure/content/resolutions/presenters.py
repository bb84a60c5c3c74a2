"""What the check of resolutions raises."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from disclosure.content.resolutions.enums import Meeting, Outcome
from disclosure.content.resolutions.models import ResolutionLine
from disclosure.content.resolutions.rules import QUORUMS
from disclosure.notices.registry import Finding


def findings(lines: Sequence[ResolutionLine]) -> Iterator[Finding]:
    """Yield what passed without quorum or majority, and what did not pass with both."""
    for line in lines:
        quorum = QUORUMS[Meeting(line.meeting)]
        is_reached = quorum.is_reached(present=line.present, entitled=line.entitled)
        carries = quorum.carries(ayes=line.ayes, present=line.present, entitled=line.entitled)
        where, values = _("Row %(number)d") % {"number": line.number}, {"matter": line.matter}
        if line.outcome == Outcome.PASSED and not is_reached:
            sentence = _("“%(matter)s” is called passed, but too few were present for the meeting to decide.")
            yield Finding("error", where, _("no quorum"), sentence % values)
        elif line.outcome == Outcome.PASSED and not carries:
            sentence = _("“%(matter)s” is called passed, but has no majority.")
            yield Finding("error", where, _("no majority"), sentence % values)
        elif line.outcome == Outcome.FAILED and is_reached and carries:
            sentence = _("“%(matter)s” is called not passed, but has quorum and majority.")
            yield Finding("error", where, _("quorum and majority"), sentence % values)
