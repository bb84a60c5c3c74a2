"""`verify_log`: checks the publication log against what is stored."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import ngettext

from portal.core.log_subjects import check_log

SHOWN = 20


class Command(BaseCommand):
    """Computes every hash again, and looks for each content's entry and each entry's content.

    An entry of a subject that no room knows is a fault. Exit code 0 if the log is sound, 1 if it is not,
    with the faults on standard error.
    """

    help = "Check the publication log against what is stored."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", dest="as_json", action="store_true", help="print the result as JSON")

    def handle(self, *, as_json: bool, **_options: Any) -> None:
        checked = check_log()
        faults = [{**asdict(fault), "message": str(fault)} for fault in checked.faults]
        if as_json:
            result = {"entries": checked.entries, "editions": checked.contents, "faults": faults}
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        if faults:
            raise CommandError("\n".join(fault["message"] for fault in faults[:SHOWN]))
        if not as_json:
            sound = ngettext(
                "%(entries)d entry checked; the log is sound.",
                "%(entries)d entries checked; the log is sound.",
                checked.entries,
            )
            self.stdout.write(sound % {"entries": checked.entries})
