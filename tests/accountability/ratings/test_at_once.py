"""Eight phones send one slip at the same moment, on real connections: it counts once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accountability.ratings import actions
from accountability.ratings.enums import Score
from accountability.ratings.models import Rating, Slip
from portal.accounts.queries import system_actor
from portal.core.refusals import Refused
from tests.accountability.ratings.making import NOW, people, window

CROWD = 8


@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize("has_slip", [True, False])
def test_it_counts_once(*, has_slip: bool) -> None:
    them = people()
    one = window(them)
    slip = actions.print_slips(actor=them.secretary, window=one, sheets=1, at=NOW)[0] if has_slip else ""
    system, start = system_actor(), Barrier(CROWD)

    def use(_number: int) -> bool:
        start.wait(timeout=20)
        try:
            page = "" if has_slip else "one page"
            actions.rate(actor=system, window=one, score=Score.VERY, slip=slip, page=page, at=NOW)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(CROWD) as pool:
        counted = list(pool.map(use, range(CROWD), timeout=60))
    assert sorted(counted) == [False] * (CROWD - 1) + [True]
    assert Rating.objects.count() == 1
    assert Slip.objects.filter(is_used=True).count() == int(has_slip)
