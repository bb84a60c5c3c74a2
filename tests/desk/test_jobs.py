"""A person's jobs: their own, stopped by a button, asked for again only while one is open."""

import pytest

from portal.core import jobs
from portal.core.models import Job, JobState
from tests.disclosure import desk
from tests.factories import NOON, Cast, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def job(people: Cast) -> Job:
    return jobs.enqueue(task="disclosure.read_ledger", actor=people.clerk, title="x", args={}, at=NOON)


def test_the_list_asks_again_only_while_a_job_is_open(people: Cast, job: Job) -> None:
    assert 'hx-trigger="every 3s"' in desk.text_of(desk.get(people.clerk, "desk:running"))
    assert desk.get(people.reviewer, "desk:running").context["section"] == []
    jobs.cancel(actor=people.clerk, job=job, at=NOON)
    assert "hx-trigger" not in desk.text_of(desk.get(people.clerk, "desk:running"))


def test_ones_own_job_is_stopped_and_a_second_time_told_that_it_is_over(people: Cast, job: Job) -> None:
    assert desk.post(people.clerk, "desk:cancel_job", job.pk).status_code == 303
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    client = desk.signed_in(people.clerk)
    again = client.post(f"/desk/jobs/{job.pk}/cancel/", follow=True)
    assert [message.level_tag for message in again.context["messages"]] == ["error"]


def test_somebody_elses_job_does_not_exist(people: Cast, job: Job) -> None:
    assert desk.post(people.reviewer, "desk:cancel_job", job.pk).status_code == 404
    assert desk.get(people.reviewer, "desk:jobs").context["jobs"] == []
    assert [row.pk for row in desk.get(people.clerk, "desk:jobs").context["jobs"]] == [job.pk]
