"""Two people deciding about one opinion at the same moment, on two real connections: one wins, the other is told."""

import pytest

from disclosure.opinions.actions import steps as opinions
from disclosure.opinions.enums import OpinionState
from disclosure.opinions.models import Opinion
from portal.accounts.enums import Role
from portal.core import audit
from portal.core.refusals import Conflict, Refused, WrongState
from tests.disclosure.notices.test_at_once import at_once
from tests.disclosure.opinions.test_opinions import ASKED, TEXT, answered, received, routed
from tests.factories import Cast, StationFactory, cast, person, published, text_draft

pytestmark = pytest.mark.usefixtures("own_database")


def asked() -> tuple[Cast, Opinion]:
    people = cast()
    return people, received(published(people, text_draft(people)))


def test_two_who_answer_the_page_they_both_saw() -> None:
    people, opinion = asked()
    opinion = routed(people, opinion)
    clerks = [people.clerk, person(Role.CLERK, people.village)]
    done = at_once(
        *(
            lambda clerk=clerk: opinions.answer(
                actor=clerk, opinion=opinion, text=f"{clerk.pk}：清单已附上。", seen=opinion.version, at=ASKED
            )
            for clerk in clerks
        )
    )
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "Opinion"]
    opinion.refresh_from_db()
    [winner] = [one for one in done if isinstance(one, Opinion)]
    assert (opinion.answer, opinion.version) == (winner.answer, winner.version)
    assert [line.verb for line in audit.lines_of(opinion)] == ["receive", "route", "answer"]


def test_an_answer_that_is_published_and_sent_back_at_once() -> None:
    people, opinion = asked()
    opinion = answered(people, opinion)
    other = person(Role.PUBLISHER, people.town)
    done = at_once(
        lambda: opinions.close(actor=people.publisher, opinion=opinion, seen=opinion.version, at=ASKED),
        lambda: opinions.send_back(actor=other, opinion=opinion, reason="请写明金额", seen=opinion.version, at=ASKED),
    )
    assert [type(one) for one in done if isinstance(one, Refused)] == [Conflict]
    opinion.refresh_from_db()
    assert opinion.state in (OpinionState.CLOSED, OpinionState.ROUTED)


def test_an_answer_while_it_is_given_to_another_unit() -> None:
    people, opinion = asked()
    opinion, station = routed(people, opinion), StationFactory(parent=people.town)
    done = at_once(
        lambda: opinions.answer(
            actor=people.clerk, opinion=opinion, text="清单已附上。", seen=opinion.version, at=ASKED
        ),
        lambda: opinions.reroute(
            actor=people.publisher, opinion=opinion, unit=station, reason="归民政办", seen=opinion.version, at=ASKED
        ),
    )
    assert [type(one) for one in done if isinstance(one, Refused)] == [Conflict]


def test_two_that_are_joined_with_each_other() -> None:
    people, first = asked()
    second = received(first.edition, text=f"{TEXT}同问")
    done = at_once(
        lambda: opinions.merge(actor=people.publisher, opinion=first, into=second, at=ASKED),
        lambda: opinions.merge(actor=people.publisher, opinion=second, into=first, at=ASKED),
    )
    assert len([one for one in done if isinstance(one, Refused) and not isinstance(one, WrongState)]) == 1
    states = set(Opinion.objects.values_list("state", flat=True))
    assert states == {OpinionState.RECEIVED, OpinionState.MERGED}


def test_opinions_that_come_at_once_have_numbers_of_their_own() -> None:
    people = cast()
    live = published(people, text_draft(people))
    done = at_once(*(lambda text=text: received(live, text=text) for text in (TEXT, f"{TEXT}同问")))
    numbers = {one.case.number for one in done if isinstance(one, Opinion)}
    assert numbers == {f"{live.notice.number}-Y1", f"{live.notice.number}-Y2"}
