"""Pages of the desk: closed to others, never cached, and refusals beside what was typed."""

from typing import Any

import pytest
from django import forms
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.test import RequestFactory
from django.urls import reverse

from portal.core.refusals import Conflict, NotAllowed, Refused, WrongState
from portal.desk.views import ActionView, ButtonView
from tests.example.making import Cast, cast
from tests.example.models import Ticket
from tests.factories import UserFactory
from tests.steps import signed_in, told

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.example.urls"), pytest.mark.usefixtures("english")]


class SaveForm(forms.Form):
    name = forms.CharField()


class Save(ActionView):
    title, button, form_class, success_url = "Save it", "Save", SaveForm, "/there/"
    refusal: Refused | None = None

    def act(self, form: Any) -> str:
        if self.refusal:
            raise self.refusal
        return str(form.cleaned_data["name"])

    def consequences(self) -> list[str]:
        return ["It cannot be undone."]


def answer(refusal: Refused | None = None, method: str = "post", **data: str) -> HttpResponse:
    request = getattr(RequestFactory(), method)("/here/", data)
    request.user = UserFactory.build(pk=7)
    request.session = {}
    response: Any = Save.as_view(refusal=refusal)(request)
    if isinstance(response, TemplateResponse):
        response.render()
    assert isinstance(response, HttpResponse)
    return response


@pytest.fixture
def people() -> Cast:
    return cast()


def new_url(people: Cast) -> str:
    return reverse("example_desk:new_ticket", args=[people.folder.pk])


def test_whoever_is_not_signed_in_is_led_to_the_sign_in(client: Any, people: Cast) -> None:
    response = client.get(new_url(people))
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


def test_a_part_of_a_page_is_not_filled_with_the_sign_in(client: Any, people: Cast) -> None:
    response = client.get(new_url(people), headers={"HX-Request": "true"})
    assert (response.status_code, response.content) == (401, b"")
    assert "no-store" in response["Cache-Control"]
    boosted = client.get(new_url(people), headers={"HX-Request": "true", "HX-Boosted": "true"})
    assert boosted.status_code == 302


def test_no_page_is_cached(people: Cast) -> None:
    assert "no-store" in signed_in(people.keeper).get(new_url(people))["Cache-Control"]


def test_what_is_done_is_told_and_leads_on(people: Cast) -> None:
    response = signed_in(people.keeper).post(new_url(people))
    ticket = Ticket.objects.get()
    assert (response.status_code, response["Location"]) == (303, reverse("example_desk:ticket", args=[ticket.pk]))
    assert told(response) == [f"Begun: {ticket.number}"]


def test_what_is_not_allowed_does_not_exist(people: Cast) -> None:
    assert signed_in(people.stranger).post(new_url(people)).status_code == 404
    assert not Ticket.objects.exists()


def test_the_page_shows_its_title_its_button_and_what_will_happen() -> None:
    shown = answer(method="get").content.decode()
    for text in ("Save it</h1>", ">Save</button>", "It cannot be undone."):
        assert text in shown


def test_without_a_success_message_nothing_is_told() -> None:
    assert answer(name="N").status_code == 303


@pytest.mark.parametrize(("kind", "status"), [(Refused, 422), (Conflict, 409), (WrongState, 409)])
def test_a_refusal_stands_beside_its_field_with_what_was_typed(kind: type[Refused], status: int) -> None:
    response = answer(kind("Not so.", "name"), name="Typed")
    shown = response.content.decode()
    assert response.status_code == status
    assert 'id="id_name_error"' in shown
    assert "Not so." in shown
    assert 'value="Typed"' in shown


@pytest.mark.parametrize("field", [None, "nothing"])
def test_a_refusal_of_no_field_of_the_form_stands_above_it(field: str | None) -> None:
    shown = answer(Refused("Not so.", field), name="Typed").content.decode()
    assert "Not so." in shown
    assert 'id="id_name_error"' not in shown


def test_a_form_that_is_not_filled_in_is_shown_again() -> None:
    response = answer(name="")
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


def test_each_refusal_has_its_status() -> None:
    assert [kind.status for kind in (Refused, Conflict, WrongState, NotAllowed)] == [422, 409, 409, 404]


class Press(ButtonView):
    success_url, refusal = "/there/", Conflict("Somebody was faster.")

    def act(self, form: Any) -> None:
        raise self.refusal


def test_a_button_tells_its_refusal_where_it_leads() -> None:
    request = RequestFactory().post("/here/")
    request.user = UserFactory.build(pk=7)
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    response: Any = Press.as_view()(request)
    assert (response.status_code, response["Location"]) == (303, "/there/")
    assert [str(one) for one in request._messages] == ["Somebody was faster."]  # type: ignore[attr-defined]


def test_a_button_has_no_page() -> None:
    request = RequestFactory().get("/here/")
    request.user = UserFactory.build(pk=7)
    assert Press.as_view()(request).status_code == 405
