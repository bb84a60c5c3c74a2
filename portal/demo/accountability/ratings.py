"""The verbs of ratings, and how its stories name what they did not make."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from portal.demo.verb import Verb

VERBS: Mapping[str, Verb] = {}

LOOKUPS: Mapping[type, Callable[[str, datetime], Any]] = {}
