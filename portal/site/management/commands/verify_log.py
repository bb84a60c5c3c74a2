"""`verify_log`: checks the publication log against the editions."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disclosure.notices.queries.reading import stored_hashes
from portal.core import publication_log
from portal.core.models import LogEntry

NOTICE = "notice"
SHOWN = 20


class Command(BaseCommand):
    """Computes every hash again, and looks for each edition's entry and each entry's edition.

    Exit code 0 if the log is sound, 1 if it is not, with the faults on standard error.
    """

    help = "Check the publication log against the editions."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the form of the answer."""
        parser.add_argument("--json", dest="as_json", action="store_true", help="print the result as JSON")

    def handle(self, *, as_json: bool, **_options: Any) -> None:
        """Check it."""
        stored = stored_hashes()
        named: set[tuple[str, int]] = set()
        count = 0

        def content_hash_of(entry: LogEntry) -> str | None:
            nonlocal count
            count += 1
            place = (entry.subject_number, entry.edition)
            if entry.subject_kind != NOTICE:
                return entry.content_sha256
            named.add(place)
            return stored.get(place)

        found = publication_log.verify(publication_log.entries().iterator(chunk_size=1000), content_hash_of)
        faults = [
            {
                "sequence": fault.sequence,
                "rule": fault.rule,
                "expected": fault.expected,
                "found": fault.found,
                "message": str(fault),
            }
            for fault in found
        ]
        faults += [_unlogged(number, edition) for number, edition in sorted(stored.keys() - named)]
        result = {"entries": count, "editions": len(stored), "faults": faults}
        self._report(result, as_json=as_json)

    def _report(self, result: dict[str, Any], *, as_json: bool) -> None:
        faults = result["faults"]
        if as_json:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        if faults:
            raise CommandError("\n".join(fault["message"] for fault in faults[:SHOWN]))
        if not as_json:
            said = ngettext(
                "%(entries)d entry checked; the log is sound.",
                "%(entries)d entries checked; the log is sound.",
                result["entries"],
            )
            self.stdout.write(said % result)


def _unlogged(number: str, edition: int) -> dict[str, Any]:
    message = _("Edition %(edition)d of %(number)s is public, but the log has no entry of it.")
    return {
        "sequence": None,
        "rule": "unlogged",
        "expected": f"{number}/{edition}",
        "found": "",
        "message": message % {"edition": edition, "number": number},
    }
