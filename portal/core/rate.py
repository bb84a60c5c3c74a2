"""How often one network may do something on the public pages, counted under a keyed hash so that no address is kept.

Behind one address stand whole villages, so limits are wide; they stop programs, not people.
"""

import ipaddress
import logging
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from redis import RedisError

logger = logging.getLogger(__name__)

NETWORK = 64
"""Bits of an IPv6 address that a household is given; the others it may choose itself."""


def is_within(request: HttpRequest, *, scope: str, limit: int, seconds: int) -> bool | None:
    """Count one try of a scope such as "opinion", and return whether its network is within the limit.

    Where Redis cannot be reached that is None: a view that only reads goes on then, one that writes looks for
    another measure.
    """
    # The window is in the key, which lives longer: no count can end between the two calls.
    key = f"rate:{scope}:{network(request)}:{int(time.time() // seconds)}"
    try:
        tries = 1 if cache.add(key, 1, timeout=seconds) else cache.incr(key)
    except RedisError as fault:
        logger.warning("tries are not counted: %s", fault)
        return None
    return tries <= limit


def network(request: HttpRequest) -> str:
    """Return the hash of the network a request comes from, the web servers in front left out."""
    try:
        address = get_adapter().get_client_ip(request)
        if ipaddress.ip_address(address).version == 6:
            address = str(ipaddress.IPv6Network(f"{address}/{NETWORK}", strict=False))
    except (PermissionDenied, ValueError):
        address = ""
    return salted_hmac("portal.core.rate", address, algorithm="sha256").hexdigest()[:32]
