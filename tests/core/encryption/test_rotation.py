"""Keys are rotated while the portal runs: in batches, stopped and begun again, with requests that go on."""

import json
from datetime import timedelta
from io import StringIO
from threading import Event, Thread

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from pytest_django import Settings

from disclosure.opinions.models import Opinion
from portal.cases.actions.reading import read_file, read_notes, read_private
from portal.cases.actions.receiving import attach, note
from portal.cases.models import Case, CaseFile
from portal.cases.models.private import Private
from portal.cases.queries import find_by_telephone
from portal.core.encryption import rotation
from portal.core.encryption.cipher import is_current
from tests.cases.making import PHOTO, no_tries_yet, slip, texts_of_tables
from tests.disclosure.opinions.test_opinions import ASKED, answered, received
from tests.factories import NOON, cast, published, text_draft

KEYS = [Fernet.generate_key().decode() for _key in range(2)]
DIGESTS = [f"{letter}" * 40 for letter in "xy"]


def rotate(batch: int = 2) -> dict[str, int]:
    out = StringIO()
    call_command("rotate_keys", "--json", f"--batch={batch}", stdout=out)
    figures: dict[str, int] = json.loads(out.getvalue())
    return figures


@pytest.mark.django_db
def test_everything_is_read_and_found_before_and_after_and_the_old_keys_are_not_needed(settings: Settings) -> None:
    made = slip(telephone="13800138000")
    keeper = made.folder.keeper
    file = attach(actor=keeper, case=made.case, content=PHOTO, name="现场.png", at=NOON)
    note(actor=keeper, case=made.case, text="已电话核实。", at=NOON)
    others = [slip(folder=made.folder, text=f"第{number}张") for number in range(4)]
    settings.ENCRYPTION_KEYS = [KEYS[0], *settings.ENCRYPTION_KEYS]
    settings.DIGEST_KEYS = [DIGESTS[0], *settings.DIGEST_KEYS]

    def looked_up() -> set[Case]:
        return set(find_by_telephone(keeper, kind="slip", telephone="138 0013 8000", at=NOON))

    assert looked_up() == {made.case}
    figures = rotate()
    assert (figures["cases_private"], figures["cases_casefile"], figures["cases_note"]) == (1 + len(others), 1, 1)
    assert set(rotate().values()) == {0}, "what is current is passed over"
    settings.ENCRYPTION_KEYS, settings.DIGEST_KEYS = KEYS[:1], DIGESTS[:1]
    assert looked_up() == {made.case}
    came = read_private(actor=keeper, case=made.case, at=NOON)
    assert came is not None
    assert came.sender.telephone == "13800138000"
    assert read_file(actor=keeper, file=CaseFile.objects.get(pk=file.pk), at=NOON).startswith(b"\x89PNG")
    assert [one.text for one in read_notes(actor=keeper, case=made.case, at=NOON)] == ["已电话核实。"]


@pytest.mark.django_db
def test_a_run_that_was_stopped_is_begun_again(settings: Settings) -> None:
    folder = slip().folder
    for number in range(5):
        slip(folder=folder, text=f"第{number}张")
    settings.ENCRYPTION_KEYS = [KEYS[0], *settings.ENCRYPTION_KEYS]
    [private] = [one for one in rotation.encrypted_models() if one.model is Private]
    last, changed = rotation.rotate(private, batch=2)
    assert (changed, last > 0) == (2, True)
    assert rotate()["cases_private"] == 4


@pytest.mark.django_db
def test_what_no_key_opens_is_told_by_its_table(settings: Settings) -> None:
    slip()
    settings.ENCRYPTION_KEYS = KEYS[:1]
    with pytest.raises(CommandError, match="cases_private holds"):
        rotate()


@pytest.mark.usefixtures("own_database")
def test_keys_are_rotated_while_requests_go_on(settings: Settings) -> None:
    people = cast()
    live = published(people, text_draft(people))
    for number in range(12):
        received(live, text=f"第{number}个问题：请公布清单。", phone=f"1380013{number:04}")
    settings.ENCRYPTION_KEYS = [KEYS[0], *settings.ENCRYPTION_KEYS]
    settings.DIGEST_KEYS = [DIGESTS[0], *settings.DIGEST_KEYS]
    over, faults = Event(), []
    sent: list[int] = []

    def go_on() -> None:
        client = Client()
        try:
            while not over.is_set() or not sent:
                no_tries_yet()
                form = {"kind": "question", "text": f"轮换时的问题{len(sent)}：请公布清单。", "phone": "13900139000"}
                answer = client.post(f"/notices/{live.notice.number}/opinions/new/", form)
                sent.append(answer.status_code)
                opinion = Opinion.objects.order_by("pk")[len(sent) % 12]
                if opinion.state == "received" and len(sent) % 3 == 0:
                    answered(people, opinion)
        except Exception as fault:  # noqa: BLE001 - told below
            faults.append(fault)
        finally:
            connection.close()

    thread = Thread(target=go_on)
    thread.start()
    try:
        figures = rotate()
    finally:
        over.set()
        thread.join(timeout=60)
    assert faults == []
    assert set(sent) == {302}
    assert figures["cases_private"] >= 12
    assert set(rotate().values()) == {0}
    settings.ENCRYPTION_KEYS, settings.DIGEST_KEYS = KEYS[:1], DIGESTS[:1]
    cases = find_by_telephone(people.publisher, kind="opinion", telephone="13900139000", at=ASKED + timedelta(days=9))
    assert cases.count() == len(sent)
    for case in Case.objects.filter(kind="opinion"):
        assert read_private(actor=people.publisher, case=case, at=ASKED) is not None
    stored = [value for table, column, value in texts_of_tables() if (table, column) == ("cases_private", "text")]
    assert all(is_current(value.encode()) for value in stored)
