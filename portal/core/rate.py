"""How often one network may do something on the public pages, counted under a keyed hash so that no address is kept.

Behind one address stand whole villages, so limits are wide; they stop programs, not people.
"""

import ipaddress
import logging
import time
from contextlib import suppress

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from redis import RedisError

logger = logging.getLogger(__name__)

NETWORK_OF_4, NETWORK = 32, 64
"""Bits of an IPv4 and an IPv6 address that a household is given; the others it may choose itself."""
SHORT_OF_4, SHORT = 24, 48
"""Bits that are told of a network, which name no household."""


def is_within(request: HttpRequest, *, scope: str, limit: int, seconds: int, once: str = "") -> bool | None:
    """Count one try of a scope such as "opinion", and return whether its network is within the limit.

    Where Redis cannot be reached that is None: a view that only reads goes on then, one that writes looks for
    another measure.

    Args:
        once: By what a try is known that is made again, such as a button pressed twice. It is counted the first time.
    """
    name = f"{scope}:{network(request)}"
    try:
        if once and not cache.add(_key(f"{scope}:once:{keyed(once)}", seconds), 1, timeout=seconds):
            return int(cache.get(_key(name, seconds), 0)) <= limit
        return counted(name, seconds=seconds) <= limit
    except RedisError as fault:
        logger.warning("tries are not counted: %s", fault)
        return None


def counted(name: str, *, seconds: int) -> int:
    """Count one try under a name, and return how many there were in this stretch of so many seconds.

    Raises:
        RedisError: Redis cannot be reached.
    """
    # The window is in the key, which lives longer: no count can end between the two calls.
    key = _key(name, seconds)
    return 1 if cache.add(key, 1, timeout=seconds) else int(cache.incr(key))


def taken_back(name: str, *, seconds: int) -> None:
    """Take back one try that was counted just now."""
    with suppress(ValueError):  # the stretch has ended meanwhile
        cache.decr(_key(name, seconds))


def network(request: HttpRequest) -> str:
    """Return the hash of the network a request comes from, the web servers in front left out."""
    return keyed(_range_of(request, NETWORK_OF_4, NETWORK))


def network_in_short(request: HttpRequest) -> str:
    """Return the network a request comes from as its owner would know it, such as 198.51.100.0/24.

    Wide enough to name no household. Empty where it is not known.
    """
    return _range_of(request, SHORT_OF_4, SHORT)


def keyed(text: str) -> str:
    """Return the keyed hash under which something is counted that is not to be kept."""
    return salted_hmac("portal.core.rate", text, algorithm="sha256").hexdigest()[:32]


def _range_of(request: HttpRequest, bits_of_4: int, bits: int) -> str:
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):
        return ""
    kept = bits_of_4 if address.version == 4 else bits
    return str(ipaddress.ip_network(f"{address}/{kept}", strict=False))


def _key(name: str, seconds: int) -> str:
    return f"rate:{name}:{int(time.time() // seconds)}"
