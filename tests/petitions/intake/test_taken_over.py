"""A request for information that is a petition in truth becomes one, and its sender follows it there."""

import pytest
from django.test import Client
from django.urls import reverse

from disclosure.requests.enums import RequestState
from petitions.handling.enums import Category, PetitionState
from petitions.handling.models import Petition
from petitions.handling.policies import WORKS_ON
from portal.cases.actions.reading import as_it_came
from tests.disclosure.desk import text_of
from tests.disclosure.requests import making as requests
from tests.petitions.handling.making import CAME, People
from tests.petitions.intake.making import follow
from tests.steps import take

TEXT = f"东河村去年修的拦河坝淹了我家三分菜地，请公开补偿标准，也请把该补的补上。我是{requests.NAME}。"


@pytest.mark.usefixtures("english")
def test_a_request_becomes_a_petition_from_the_desk_to_its_sender(them: People) -> None:
    asked = requests.received(requests.People(them.play, *[None] * 7), TEXT, at=CAME)  # type: ignore[arg-type]
    code, page = asked.case.code, reverse("disclosure_desk:request", args=[asked.pk])
    offered = Client()
    offered.force_login(them.publisher)
    assert '<option value="petition">Petition</option>' in offered.get(page).content.decode()
    done = take(them.publisher, page, "redirect", kind="petition", reason="要求处理补偿。")
    assert done.status_code == 303

    petition = Petition.objects.select_related("case", "clock").get()
    asked.refresh_from_db()
    assert (asked.state, petition.state) == (RequestState.REDIRECTED, PetitionState.SUBMITTED)
    assert petition.category == Category.APPEAL
    came = as_it_came(petition.case)
    assert came is not None
    assert (came.text, came.sender.name) == (TEXT, requests.NAME)
    assert as_it_came(asked.case) is None
    assert WORKS_ON.allows(them.publisher, petition, at=CAME)
    assert petition.clock
    assert petition.clock.start == CAME.date()

    old = Client().post("/en/requests/track/", {"number": asked.number, "code": code})
    for answer in (old, follow(petition, code)):
        said = text_of(answer)
        assert petition.number in said
        assert "What you had asked is dealt with as a petition" in said
        assert "You are told by" in said
        assert TEXT not in answer.content.decode()
