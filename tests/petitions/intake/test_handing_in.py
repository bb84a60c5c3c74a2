"""Handing in by web: the form, what is refused, files, the receipt, and who is kept out."""

import io
import re
from typing import Any

import pypdfium2
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from petitions.handling.enums import AnswerBy, Category, SealedFor
from petitions.handling.models import Petition
from petitions.intake.registry import START_SECTIONS, StartPage
from portal.cases.actions.reading import as_it_came
from portal.cases.models import CaseFile
from portal.core import pages, rate
from portal.core.encryption import files
from portal.core.sections import Section
from portal.core.uploads.kinds import MEGABYTE
from portal.messaging.models import Delivery
from tests.disclosure.desk import text_of
from tests.disclosure.pictures import picture
from tests.petitions.handling.making import CAME, NAME, PHONE, TEXT, People
from tests.petitions.intake.making import TYPED, code_on, follow, hand_in, new_form


def made() -> Petition:
    return Petition.objects.select_related("case", "town", "place").get()


def photo(name: str = "田.jpg") -> SimpleUploadedFile:
    """Return a photograph with the place where it was taken in it."""
    content, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "Phone"
    Image.new("RGB", (16, 16)).save(content, "JPEG", exif=exif.tobytes())
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def test_a_petition_is_handed_in_and_its_receipt_says_what_comes_by_when(them: People) -> None:
    sent = hand_in(place=them.village.code)
    assert sent.status_code == 302
    receipt = Client().get(sent.url)
    petition = made()
    said = text_of(receipt)
    assert petition.number == f"{them.play.town.code}-XF-2026-0001"
    counted = "day 15 is 29 September 2026"
    for words in (petition.number, "Tuesday 29 September 2026", counted, "信访工作条例第二十三条"):
        assert words in said
    assert "no-store" in receipt.headers["Cache-Control"]
    assert "<svg" in receipt.content.decode()
    code = code_on(receipt)
    assert petition.number in text_of(follow(petition, code))
    assert (petition.town, petition.place, petition.case.language) == (them.play.town, them.village, "en")
    with time_machine.travel(CAME.replace(hour=14), tick=False):
        assert code not in Client().get(sent.url).content.decode()


def test_pressed_twice_it_is_one_petition_with_one_code(them: People) -> None:
    client: Any = Client()
    typed = {**TYPED, "token": new_form(client), "papers": photo()}
    first = client.post("/en/petitions/new/", typed)
    second = client.post("/en/petitions/new/", {**typed, "papers": photo()})
    assert Petition.objects.count() == CaseFile.objects.count() == 1
    codes = {code_on(client.get(one.url)) for one in (first, second)}
    assert len(codes) == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"category": ""}, "Choose what it is."),
        ({"text": " "}, "Write what happened, one sentence at least."),
        ({"text": "少。"}, "Write at least 6 characters"),
        ({"name": ""}, "Write your name, or choose to give none."),
        ({"answer_by": "telephone", "phone": ""}, "Leave a telephone number"),
        ({"answer_by": "email", "email": ""}, "Leave an e-mail address"),
        ({"phone": "没有"}, "This is no telephone number"),
        ({"people": "0"}, "Write how many people you are."),
        ({"people": "6"}, "Name who speaks for you"),
        ({"place": "ZZ"}, "Choose one of the list"),
        ({"is_against_place": "on"}, "Choose which village or office it is"),
        ({"website": "x"}, "Leave this field empty"),
        ({"papers": SimpleUploadedFile("a.exe", b"MZ\x90")}, "This kind of file is not taken"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(them: People, fields: dict[str, Any], sentence: str) -> None:
    response = hand_in(**fields)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert "补发少发的三亩。" in response.content.decode()
    assert not Petition.objects.exists()


@pytest.mark.usefixtures("them")
def test_files_of_a_refused_form_need_not_be_chosen_again() -> None:
    client = Client()
    token = new_form(client)
    chosen = {"text": "", "token": token, "papers": [photo(), photo("二.jpg")]}
    refused = client.post("/en/petitions/new/", TYPED | chosen)
    held = re.findall(r'name="papers-held" value="([^"]+)"', refused.content.decode())
    assert len(held) == 2
    sent = client.post("/en/petitions/new/", {**TYPED, "token": token, "papers-held": held, "papers-without": held[1]})
    assert sent.status_code == 302
    kept = CaseFile.objects.get()
    assert kept.name == "田.jpg"
    assert b"Phone" not in files.read(kept.stored)


@pytest.mark.usefixtures("them")
def test_whoever_has_another_form_has_no_part_in_what_is_held() -> None:
    client = Client()
    refused = client.post("/en/petitions/new/", {**TYPED, "text": "", "token": new_form(client), "papers": photo()})
    held = re.findall(r'name="papers-held" value="([^"]+)"', refused.content.decode())
    client.post("/en/petitions/new/", {**TYPED, "token": new_form(client), "papers-held": held})
    assert not CaseFile.objects.exists()


@pytest.mark.usefixtures("them")
def test_where_no_more_is_held_the_files_to_choose_again_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate, "is_within", lambda *_request, scope, **_limit: not scope.endswith("-files"))
    refused = hand_in(text="", papers=[photo(), photo("二.jpg")])
    assert "Choose these files once more: 田.jpg, 二.jpg" in text_of(refused)
    assert "papers-held" not in refused.content.decode()


@pytest.mark.usefixtures("them")
def test_a_file_that_is_refused_is_named_and_the_others_are_held() -> None:
    refused = hand_in(papers=[photo(), SimpleUploadedFile("程序.exe", b"MZ\x90")])
    assert "“程序.exe”" in text_of(refused)
    assert refused.content.decode().count('name="papers-held"') == 1


@pytest.mark.usefixtures("them")
def test_at_most_ten_files_are_taken() -> None:
    refused = hand_in(papers=[SimpleUploadedFile(f"{n}.png", picture()) for n in range(11)])
    assert refused.status_code == 422
    assert "At most 10 files can be added." in text_of(refused)
    assert not Petition.objects.exists()
    assert f"{30 * MEGABYTE // MEGABYTE} MB together" in text_of(Client().get("/en/petitions/new/"))


@pytest.mark.usefixtures("them")
def test_without_a_name_no_name_is_kept_even_if_one_was_typed() -> None:
    hand_in(named="anonymous")
    came = as_it_came(made().case)
    assert came is not None
    assert came.sender.name == ""
    assert came.sender.telephone == PHONE
    assert made().is_anonymous


@pytest.mark.usefixtures("them")
def test_a_group_has_at_most_five_who_speak_for_it() -> None:
    form = Client().get("/en/petitions/new/").content.decode()
    assert "speaker_5" in form
    assert "speaker_6" not in form
    hand_in(people="12", speaker_1="何一", speaker_1_phone="13800000001", speaker_3="何三")
    assert [(one.order, one.name, one.telephone) for one in made().representatives.all()] == [
        (1, "何一", "13800000001"),
        (2, "何三", ""),
    ]
    assert made().people == 12


def test_who_is_complained_about_is_kept_out_and_accusations_are_sealed(them: People) -> None:
    hand_in(category="accusation", place=them.village.code, is_against_place="on")
    petition = made()
    assert petition.number.startswith(f"{them.play.town.code}-JJ-")
    assert petition.sealed_for == SealedFor.SECRETARY
    assert [bar.unit for bar in petition.bars.filter(unit__isnull=False)] == [them.village]


@pytest.mark.usefixtures("them")
def test_the_receipt_is_sent_by_e_mail_and_where_wished_by_sms_without_the_code(settings: Any) -> None:
    settings.SMS_WEBHOOK_URL = "https://sms.example/send"
    sent = hand_in(answer_by="sms")
    code = code_on(Client().get(sent.url))
    assert made().answer_by == AnswerBy.SMS
    letters = Delivery.objects.filter(kind="petition_received")
    assert {one.channel for one in letters} == {"email", "sms"}
    assert not [one for one in letters if code in one.body]


@pytest.mark.usefixtures("them")
def test_sms_is_offered_only_where_the_portal_sends_any(settings: Any) -> None:
    assert 'value="sms"' not in Client().get("/en/petitions/new/").content.decode()
    settings.SMS_WEBHOOK_URL = "https://sms.example/send"
    assert 'value="sms"' in Client().get("/en/petitions/new/").content.decode()
    assert hand_in(answer_by="sms", phone="家里").status_code == 422


@pytest.mark.usefixtures("them")
def test_from_one_network_only_so_many_are_taken() -> None:
    answers = [hand_in(text=f"{TEXT}{number}").status_code for number in range(11)]
    assert answers == [302] * 10 + [429]


@pytest.mark.usefixtures("them")
def test_a_button_pressed_many_times_counts_once_towards_the_limit() -> None:
    client = Client()
    typed = {**TYPED, "token": new_form(client)}
    assert {client.post("/en/petitions/new/", typed).status_code for _press in range(12)} == {302}
    assert Petition.objects.count() == 1
    others = [hand_in(text=f"{TEXT}{number}").status_code for number in range(10)]
    assert others == [302] * 9 + [429]
    assert client.post("/en/petitions/new/", typed).status_code == 429


@pytest.mark.usefixtures("them")
def test_a_form_without_its_token_of_the_browser_is_refused() -> None:
    assert Client(enforce_csrf_checks=True).post("/petitions/new/", TYPED).status_code == 403


def test_the_first_page_says_what_how_and_what_becomes_of_it(them: People) -> None:
    page = Client().get("/en/petitions/")
    assert not page.cookies
    for words in ("Make a suggestion", "Report the misconduct of a cadre", "Within 15 days", "/en/petitions/new/"):
        assert words in page.content.decode()
    assert "/en/petitions/" in Client().get("/en/").content.decode()
    board = Client().get(f"/en/units/{them.village.code}/").content.decode()
    assert f"/en/petitions/new/?unit={them.village.code}" in board
    chosen = Client().get(f"/en/petitions/new/?unit={them.village.code}").content.decode()
    assert f'<option value="{them.village.code}" selected>' in chosen
    assert f'href="/petitions/new/?unit={them.village.code}"' in chosen
    assert "/petitions/" in Client().get("/sitemap.xml").content.decode()


def test_other_rooms_have_a_place_on_the_first_page(them: People) -> None:
    def town_of(page: StartPage) -> dict[str, str]:
        return {"title": f"Visit days of {page.town and page.town.code}", "kind": "info", "text": ""}

    section = Section("visits", 10, "components/errs.html", town_of)
    pages.page_cache.renew()
    with START_SECTIONS.also(section):
        shown = Client().get("/en/petitions/").context["sections"]
    assert [(one.key, one.content["title"]) for one in shown] == [("visits", f"Visit days of {them.play.town.code}")]


def test_the_blank_form_is_one_sheet(them: People) -> None:
    answer = Client().get("/petitions/blank-form.pdf")
    with pypdfium2.PdfDocument(b"".join(answer.streaming_content)) as pdf:  # type: ignore[attr-defined]
        text = pdf[0].get_textpage().get_text_bounded()
        assert len(pdf) == 1
    assert them.play.town.publishing_body_zh in text or them.play.town.name_zh in text
    assert Category.ACCUSATION in Category.values
    assert "检举干部违纪" in text
    assert NAME not in text
