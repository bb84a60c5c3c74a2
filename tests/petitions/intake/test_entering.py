"""Entering what came by letter, by telephone, in person or from the box."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from petitions.handling.models import Petition
from petitions.handling.policies import WORKS_ON
from portal.accounts.models import User
from portal.cases.enums import Channel
from tests.disclosure.desk import get, signed_in, text_of
from tests.disclosure.pictures import picture
from tests.petitions.handling.making import CAME, People
from tests.petitions.intake.making import TYPED, follow
from tests.steps import told

pytestmark = pytest.mark.usefixtures("english")

PAGE = "petitions_desk:new_petition"


def enter(person: User, them: People, **fields: Any) -> Any:
    typed = {**TYPED, "town": them.play.town.code, "channel": "letter", "received_on": "2026-09-11", **fields}
    return signed_in(person).post(reverse(PAGE), typed)


def test_the_petition_group_and_the_secretary_enter_and_for_all_others_there_is_no_such_page(them: People) -> None:
    for person in them.everybody:
        may = person in (them.publisher, them.secretary)
        assert get(person, PAGE).status_code == (200 if may else 404)
        if not may:
            assert enter(person, them).status_code == 404
    assert not Petition.objects.exists()


def test_a_letter_counts_from_the_day_it_came_and_its_code_is_told(them: People) -> None:
    done = enter(them.publisher, them)
    assert done.status_code == 303
    petition = Petition.objects.select_related("case", "clock").get()
    [sentence] = told(done)
    assert petition.number in sentence
    code = re.search(r"the code ([\w-]+)", sentence)
    assert code
    assert petition.number in text_of(follow(petition, code[1]))
    assert timezone.localdate(petition.case.received_at).isoformat() == "2026-09-11"
    assert petition.clock
    assert petition.clock.due == date(2026, 9, 26)
    assert (petition.case.channel, petition.case.entered_by) == (Channel.LETTER, them.publisher)


@pytest.mark.parametrize("channel", ["telephone", "box", "in_person", "letter"])
def test_each_way_but_the_web_is_entered(them: People, channel: str) -> None:
    enter(them.publisher, them, channel=channel)
    assert Petition.objects.select_related("case").get().case.channel == channel


def test_the_web_is_none_of_them(them: People) -> None:
    assert enter(them.publisher, them, channel="web").status_code == 422


def test_a_group_with_its_representatives_and_files_is_entered(them: People) -> None:
    file = SimpleUploadedFile("来信.png", picture())
    enter(them.publisher, them, people="8", speaker_1="何一", speaker_2="何二", papers=file)
    petition = Petition.objects.get()
    assert petition.people == 8
    assert [one.name for one in petition.representatives.all()] == ["何一", "何二"]
    assert petition.case.files.get().name == "来信.png"


def test_what_is_wrong_is_said_and_what_was_chosen_is_held(them: People) -> None:
    refused = enter(them.publisher, them, received_on="2026-09-30", papers=SimpleUploadedFile("来信.png", picture()))
    assert refused.status_code == 422
    assert "This day is still to come." in text_of(refused)
    assert "papers-held" in refused.content.decode()
    assert "Name who speaks for you" in text_of(enter(them.publisher, them, people="9"))


def test_entered_twice_within_ten_minutes_it_is_one(them: People) -> None:
    enter(them.publisher, them)
    again = enter(them.publisher, them)
    assert Petition.objects.count() == 1
    code = re.search(r"the code ([\w-]+)", told(again)[0])
    assert code
    assert follow(Petition.objects.select_related("case").get(), code[1]).status_code == 200


def test_what_the_petition_group_enters_against_the_township_it_sees_no_more(them: People) -> None:
    town = them.play.town.code
    enter(them.publisher, them, place=town, is_against_place="on")
    enter(them.secretary, them, category="accusation", text="村干部收了我家的礼，请查一查。")
    assert set(Petition.objects.values_list("sealed_for", flat=True)) == {"secretary"}
    assert not [one for one in Petition.objects.all() if WORKS_ON.allows(them.publisher, one, at=CAME)]
