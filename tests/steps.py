"""Taking a step as a page would: fetch the page, find the form of the verb with its token, fill it in, send it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client


@dataclass
class Form:
    """A form of a page, with what stands in its fields."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def verb(self) -> str:
        """The verb of the step that the form takes; empty where it takes none."""
        parts = self.action.rstrip("/").split("/")
        return parts[-1] if parts[-2:-1] == ["steps"] else ""


class _Forms(HTMLParser):
    """Reads the forms of a page, as a browser would send them."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._path = path
        self._within: Form | None = None
        self._text = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        name = named.get("name", "")
        if tag == "form":
            self._within = Form(named.get("action") or self._path)
            self.forms.append(self._within)
        elif self._within is None:
            return
        elif tag == "input" and name and (named.get("type") not in ("checkbox", "radio") or "checked" in named):
            self._within.fields[name] = named.get("value", "on" if named.get("type") == "checkbox" else "")
        elif tag == "textarea":
            self._text, self._within.fields[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in named or self._select not in self._within.fields):
            self._within.fields[self._select] = named.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._text and self._within is not None:
            self._within.fields[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._within is not None:
            self._within.fields[self._text] = self._within.fields[self._text].removeprefix("\n").removeprefix("\r\n")
            self._text = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._within = None


def signed_in(person: Any) -> Client:
    """Return a browser without a script in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def forms_of(response: Any) -> list[Form]:
    """Return the forms of a page."""
    reader = _Forms(response.wsgi_request.path)
    reader.feed(response.content.decode())
    return reader.forms


def offered(response: Any) -> dict[str, Form]:
    """Return the forms of the steps that a page offers, by verb."""
    return {form.verb: form for form in forms_of(response) if form.verb and "seen" in form.fields}


def take(person: Any, url: str, verb: str, **typed: Any) -> Any:
    """Open a page, take the step it offers, and return the answer. What is not typed stays as the page has it.

    Raises:
        KeyError: The page does not offer the step to this person.
    """
    client = signed_in(person)
    form = offered(client.get(url))[verb]
    return client.post(form.action, {**form.fields, **typed})


def told(response: Any) -> list[str]:
    """Return what the person is told on the next page."""
    return [str(message) for message in response.wsgi_request._messages]
