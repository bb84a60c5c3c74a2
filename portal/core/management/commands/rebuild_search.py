"""`rebuild_search`: make the index of what the public finds anew from what is in force."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.core import search


class Command(BaseCommand):
    """Goes over all public documents while the portal runs, some hundred at a time, and prints how far it has come.

    It may be stopped at any time: `--kind` and `--after` go on where the last line said.
    """

    help = "Make the index of what the public finds anew from what is in force."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", default="", help="the kind of documents to make anew (all)")
        parser.add_argument("--after", type=int, default=0, help="go on after this key; needs --kind")

    def handle(self, *, kind: str, after: int, **_options: Any) -> None:
        kinds = [source.kind for source in search.SEARCH_SOURCES]
        if kind and kind not in kinds:
            raise CommandError(f"There is no kind {kind!r}; there are: {', '.join(kinds)}.", returncode=2)
        if after and not kind:
            raise CommandError("--after needs --kind, because each kind has keys of its own.", returncode=2)
        for done in search.rebuild(kind, after):
            self.stdout.write(f"{done.kind}: {done.count} (go on with --kind {done.kind} --after {done.last})")
            self.stdout.flush()
        self.stdout.write("The search index is complete.")
