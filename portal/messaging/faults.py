"""Why something could not be delivered: short words that name nobody, and the sentences for them.

What a mail server or a gateway says may repeat an address or a text. Only its number is kept.
"""

from django.utils.translation import gettext as _

UNREACHABLE = "unreachable"
TIMEOUT = "timeout"
ADDRESS = "address"
STOPPED = "stopped"
SWITCHED_OFF = "switched-off"


class Undelivered(Exception):
    """A delivery did not go out.

    Args:
        fault: A word of this module, `smtp 550` or `http 404`.
        for_good: Whether the receiver refused, so that trying again is no use.
        for_all: Whether nothing else can go out by this channel now either.
    """

    def __init__(self, fault: str, *, for_good: bool = False, for_all: bool = False) -> None:
        super().__init__(fault)
        self.fault = fault
        self.for_good = for_good
        self.for_all = for_all


def sentence(fault: str) -> str:
    """Return what a fault means, in the active language; empty for none."""
    kind, _space, number = fault.partition(" ")
    if number:
        text = (
            _("The mail server answered %(number)s.") if kind == "smtp" else _("The SMS gateway answered %(number)s.")
        )
        return text % {"number": number}
    return {
        UNREACHABLE: _("The server could not be reached."),
        TIMEOUT: _("The server did not answer in time."),
        ADDRESS: _("The address is not a valid one."),
        STOPPED: _("The worker was stopped while sending; it may or may not have arrived."),
        SWITCHED_OFF: _("The account has been switched off."),
    }.get(fault, fault)
