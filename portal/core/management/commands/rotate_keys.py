"""`rotate_keys`: encrypt everything anew with the first key, and compute digests anew."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.core.encryption.cipher import InvalidToken
from portal.core.encryption.rotation import BATCH, EncryptedModel, encrypted_models, rotate


class Command(BaseCommand):
    """Goes over all that is encrypted while the portal runs, and prints how many rows changed by table.

    It may be stopped and begun again. It ends when it has found nothing left to change, so that what a process
    with the old keys wrote in the meantime is found too.
    """

    help = (
        "Encrypt everything anew with the first of ENCRYPTION_KEYS, and compute digests with the first of DIGEST_KEYS."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=BATCH, help="rows in one transaction")
        parser.add_argument("--json", dest="as_json", action="store_true", help="print the figures as JSON")

    def handle(self, *, batch: int, as_json: bool, **_options: Any) -> None:
        if batch < 1:
            raise CommandError("--batch must be 1 or more.", returncode=2)
        figures: dict[str, int] = {}
        for one in encrypted_models():
            table = one.model._meta.db_table
            figures[table] = 0
            try:
                while changed := self._pass(one, batch):
                    figures[table] += changed
            except InvalidToken as fault:
                raise CommandError(f"{table} holds what was encrypted with none of ENCRYPTION_KEYS.") from fault
        if as_json:
            self.stdout.write(json.dumps(figures))
            return
        for table, changed in figures.items():
            self.stdout.write(f"{table}: {changed}")

    def _pass(self, one: EncryptedModel, batch: int) -> int:
        last, total = rotate(one, batch=batch)
        while last:
            last, changed = rotate(one, batch=batch, after=last)
            total += changed
        return total
