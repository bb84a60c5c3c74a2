"""How often one network may do something on the public pages, such as sending a form.

Counted in Redis under a keyed hash, so that nobody's address is kept. Behind one address stand whole
villages, so limits are wide; they stop programs, not people.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import logging
from functools import lru_cache
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

NETWORK = 64
"""Bits of an IPv6 address that a household is given; the others it may choose itself."""


def is_within(request: HttpRequest, *, scope: str, limit: int, seconds: int) -> bool | None:
    """Count one try and tell whether its network is within the limit.

    Args:
        request: Who tries.
        scope: What is tried, such as "opinion".
        limit: How many tries are let through within the time.
        seconds: How long a count lasts, from its first try.

    Returns:
        Whether this try is within the limit; None where Redis cannot be reached. A view that only reads goes on
        then, one that writes looks for another measure.
    """
    key = f"{settings.CACHES['default']['KEY_PREFIX']}:rate:{scope}:{_network(request)}"
    try:
        with _redis(settings.REDIS_URL).pipeline(transaction=True) as together:
            together.set(key, 0, ex=seconds, nx=True)
            together.incr(key)
            counted: Any = together.execute()
    except RedisError as fault:
        logger.warning("tries are not counted: %s", fault)
        return None
    return int(counted[1]) <= limit


@lru_cache(maxsize=8)
def _redis(url: str) -> Redis:
    return Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5, retry=Retry(NoBackoff(), 0))


def _network(request: HttpRequest) -> str:
    """Return the hash of the network a request comes from, the web servers in front left out."""
    try:
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:
        address = ""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        known = None
    if isinstance(known, ipaddress.IPv6Address):
        address = str(ipaddress.IPv6Network(f"{known}/{NETWORK}", strict=False))
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()[:32]
