"""What residents do on the public pages."""

import re
from typing import Any

from django.test import Client

from petitions.handling.models import Petition
from portal.cases.actions.receiving import replace_code
from tests.petitions.handling.making import MAIL, NAME, PHONE, TEXT

TYPED = {
    "category": "appeal",
    "place": "",
    "text": TEXT,
    "wish": "补发少发的三亩。",
    "people": "1",
    "named": "named",
    "name": NAME,
    "phone": PHONE,
    "email": MAIL,
    "address": "",
    "answer_by": "here",
}


def new_form(client: Client, address: str = "/en/petitions/new/") -> str:
    """Open the form and return the token it was handed out with."""
    found = re.search(r'name="token" value="([^"]+)"', client.get(address).content.decode())
    assert found
    return found[1]


def hand_in(client: Client | None = None, **fields: Any) -> Any:
    """Fill in the form and send it."""
    asked = client or Client()
    typed = {**TYPED, **fields}
    return asked.post("/en/petitions/new/", {"token": new_form(asked), **typed})


def code_on(receipt: Any) -> str:
    """Return the code that a receipt shows."""
    found = re.search(r'name="code" value="([\w-]+)"', receipt.content.decode())
    assert found
    return found[1]


def follow(petition: Petition, code: str = "", *, root: str = "/en") -> Any:
    """Ask how a petition stands; without a code it is given a new one first."""
    if not code:
        petition.case = replace_code(case=petition.case)
    sent = {"number": petition.number, "code": code or petition.case.code}
    return Client().post(f"{root}/petitions/track/", sent)


def link(response: Any, name: str) -> str:
    """Return the address of what a petitioner can do, from the page that number and code led to."""
    found = re.search(rf'href="([^"]*/petitions/mine/[^"]*/{name})"', response.content.decode())
    assert found, name
    return found[1]
