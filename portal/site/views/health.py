"""For operators and their machines: is it alive (without asking anything), can it serve, how is it doing."""

import asyncio
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from health_check.checks import Cache, Database
from health_check.views import HealthCheckView
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily

from portal.core.models import OPEN_STATES, Job
from portal.site.registry import FIGURES


@never_cache
@require_safe
def alive(_request: HttpRequest) -> HttpResponse:
    """Answer, which shows that this process does."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


class Ready(HealthCheckView):
    """Whether the database and Redis answer: 200 or 503, with each one's state as JSON."""

    http_method_names = ("get", "head")
    checks = (Database, Cache)

    async def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Ask both at once. What went wrong stays in the log, not on a page anybody may read."""
        with self.get_executor() as executor:
            results = await asyncio.gather(*(check.get_result(executor) for check in self.get_checks()))
        states = {type(result.check).__name__.lower(): "away" if result.error else "ok" for result in results}
        return JsonResponse(states, status=503 if "away" in states.values() else 200)


class Jobs:
    """Figures of the jobs, read from the database when they are asked for."""

    def collect(self) -> Iterable[Metric]:
        """Yield how many jobs are in each open state and how long the oldest has waited."""
        count = GaugeMetricFamily("gongkai_jobs", "Jobs that are not finished", labels=["queue", "state"])
        age = GaugeMetricFamily(
            "gongkai_job_oldest_seconds", "Age of the oldest job of a state in seconds", labels=["queue", "state"]
        )
        rows = Job.objects.filter(state__in=OPEN_STATES).values_list("queue", "state")
        for queue, state, number, since in rows.annotate(Count("pk"), Min("created_at")).order_by("queue", "state"):
            count.add_metric([queue, state], number)
            age.add_metric([queue, state], (timezone.now() - since).total_seconds())
        yield count
        yield age


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Write the figures of this process, of the jobs and of rooms in Prometheus's form.

    They are for programs on this machine, and for whoever shows `METRICS_TOKEN`.

    Raises:
        Http404: For anybody else.
    """
    if not (_is_of_this_machine(request) or _shows_token(request)):
        raise Http404
    own = CollectorRegistry()
    own.register(Jobs())
    for one in FIGURES:
        own.register(one)
    return HttpResponse(generate_latest(REGISTRY) + generate_latest(own), content_type=CONTENT_TYPE_LATEST)


def _is_of_this_machine(request: HttpRequest) -> bool:
    """Return whether a program of this machine asks; what a proxy passes on comes from elsewhere."""
    return "HTTP_X_FORWARDED_FOR" not in request.META and request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}


def _shows_token(request: HttpRequest) -> bool:
    shown = request.headers.get("Authorization", "")
    return bool(settings.METRICS_TOKEN) and constant_time_compare(shown, f"Bearer {settings.METRICS_TOKEN}")
