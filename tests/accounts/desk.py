"""What the tests of the administrator's pages have in common: two towns, and a browser without a script."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from portal.accounts.enums import Role
from portal.accounts.models import Post, Unit, User
from tests.factories import UnitFactory, UserFactory, VillageFactory, person
from tests.steps import Form, forms_of, signed_in, told

__all__ = ["Town", "form_of", "get", "newcomer", "post", "send", "signed_in", "text_of", "told", "town"]


@dataclass
class Town:
    """A town with a village, its administrator and its village's clerk."""

    unit: Unit
    village: Unit
    administrator: User
    clerk: User


def town() -> Town:
    """Return a town of its own; a second call makes another."""
    unit = UnitFactory()
    village = VillageFactory(parent=unit)
    return Town(unit, village, person(Role.ADMINISTRATOR, unit), person(Role.CLERK, village))


def newcomer(**fields: Any) -> User:
    """Return somebody without any post."""
    someone: User = UserFactory(**fields)
    return someone


def get(who: User, name: str, *args: Any, **query: str) -> Any:
    """Ask for a page of the administrator by the name of its address."""
    return signed_in(who).get(reverse(f"people_desk:{name}", args=args), query)


def post(who: User, name: str, *args: Any, **data: Any) -> Any:
    """Send these fields and no others to an address by its name; fields with a prefix are written `prefix__field`."""
    return signed_in(who).post(reverse(f"people_desk:{name}", args=args), _named(data))


def form_of(who: User, name: str, *args: Any) -> Form:
    """Return the form that is sent to an address, from the page on which it stands.

    Raises:
        LookupError: The page does not offer it to this person.
    """
    address = reverse(f"people_desk:{name}", args=args)
    page = signed_in(who).get(_page_of(address, *args))
    for form in forms_of(page):
        if (form.action or page.request["PATH_INFO"]) == address and "csrfmiddlewaretoken" in form.fields:
            return form
    raise LookupError(address)


def send(who: User, name: str, *args: Any, **typed: Any) -> Any:
    """Fill in the form of an address as its page shows it, and send it. What is not typed stays as it is."""
    form = form_of(who, name, *args)
    return signed_in(who).post(reverse(f"people_desk:{name}", args=args), form.fields | _named(typed))


def _page_of(address: str, *args: Any) -> str:
    _slash, _language, _desk, kind, *rest = address.split("/")
    if kind == "posts":
        return reverse("people_desk:person", args=[Post.objects.get(pk=args[0]).person_id])
    if rest[0] == "new" or rest[1] == "staff":
        return address
    return reverse("people_desk:unit" if kind == "units" else "people_desk:person", args=args[:1])


def _named(fields: dict[str, Any]) -> dict[str, Any]:
    return {key.replace("__", "-"): value for key, value in fields.items()}


def text_of(response: Any) -> str:
    """Return the page as text."""
    return str(response.content.decode())
