"""The kinds of unit and the roles a post can carry."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitKind(TextChoices):
    """The kinds of units of a portal."""

    TOWN = "town", _("Township")
    STATION = "station", _("Station")
    VILLAGE = "village", _("Village")


class Role(TextChoices):
    """What a post lets its holder do. Given for a unit; the town's roles cover the units below it."""

    CLERK = "clerk", _("Clerk")
    SUPERVISOR = "supervisor", _("Supervision committee")
    REVIEWER = "reviewer", _("Reviewer")
    APPROVER = "approver", _("Approver")
    PUBLISHER = "publisher", _("Publisher")
    HANDLER = "handler", _("Petition handler")
    LEADER = "leader", _("Leader")
    SECRETARY = "secretary", _("Discipline secretary")
    LAY_SUPERVISOR = "lay", _("Lay supervisor")
    ADMINISTRATOR = "administrator", _("Administrator")


KINDS_OF_ROLE: dict[Role, tuple[UnitKind, ...]] = {
    Role.CLERK: (UnitKind.TOWN, UnitKind.STATION, UnitKind.VILLAGE),
    Role.SUPERVISOR: (UnitKind.VILLAGE,),
    Role.REVIEWER: (UnitKind.TOWN,),
    Role.APPROVER: (UnitKind.TOWN,),
    Role.PUBLISHER: (UnitKind.TOWN,),
    Role.HANDLER: (UnitKind.TOWN, UnitKind.STATION, UnitKind.VILLAGE),
    Role.LEADER: (UnitKind.TOWN,),
    Role.SECRETARY: (UnitKind.TOWN,),
    Role.LAY_SUPERVISOR: (UnitKind.TOWN,),
    Role.ADMINISTRATOR: (UnitKind.TOWN,),
}
"""For which kind of unit each role can be given."""

COVERS_UNITS_BELOW = frozenset(role for role, kinds in KINDS_OF_ROLE.items() if kinds == (UnitKind.TOWN,))
"""Roles given for towns alone; they reach the stations and villages of the town."""

NEEDS_SECOND_FACTOR: frozenset[Role] = frozenset(
    {Role.REVIEWER, Role.APPROVER, Role.PUBLISHER, Role.HANDLER, Role.SECRETARY, Role.ADMINISTRATOR}
)
"""Roles whose holders must sign in with TOTP or a passkey in production."""
