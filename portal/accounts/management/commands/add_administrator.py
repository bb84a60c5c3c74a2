"""`add_administrator`: the first account of a new portal. Further ones are made on the desk."""

import sys
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from portal.accounts import actions
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import Unit
from portal.accounts.queries import system_actor
from portal.core.refusals import Refused


class Command(BaseCommand):
    """Makes an account and gives it the post of administrator of a township."""

    help = "Make an account that administers a township; load the units first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="what the person signs in with, such as zhang.wei")
        parser.add_argument("--name", required=True, help="the person's name")
        parser.add_argument("--unit", required=True, metavar="CODE", help="the township's code")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input instead of asking"
        )

    def handle(self, *, username: str, name: str, unit: str, password_stdin: bool, **_options: Any) -> None:
        town = Unit.objects.filter(code=unit, kind=UnitKind.TOWN).first()
        if town is None:
            raise CommandError(f"There is no township {unit}. Load the units first: load_units FILE.csv")
        password = sys.stdin.readline().rstrip("\r\n") if password_stdin else _asked()
        if not password:
            raise CommandError("Give a password; without one nobody can sign in.")
        at, system = timezone.now(), system_actor()
        try:
            with transaction.atomic():
                person = actions.add_person(actor=system, username=username, name_zh=name, password=password, at=at)
                actions.give_post(
                    actor=system,
                    person=person,
                    role=Role.ADMINISTRATOR,
                    unit=town,
                    title_zh="系统管理员",
                    title_en="Administrator",
                    starts_on=timezone.localdate(at),
                    at=at,
                )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{username} administers {town.code}. Sign in at /accounts/login/.")


def _asked() -> str:
    """Ask for the password twice.

    Raises:
        CommandError: The two differ.
    """
    password = getpass("Password: ")
    if getpass("Once more: ") != password:
        raise CommandError("The two differ. Nothing was made.")
    return password
