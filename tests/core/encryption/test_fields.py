"""Ciphertext in the database, plain text in Python, and no lookup that would find nothing in silence."""

from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.exceptions import FieldError
from django.db import connection
from pytest_django import Settings

from portal.cases.models import Note
from portal.cases.models.private import Private
from portal.core.encryption import EncryptedTextField, normal_email, normal_telephone, normal_text, seal, unseal
from portal.core.encryption.cipher import InvalidToken, decrypt, encrypt, is_current
from tests.cases.making import slip
from tests.factories import NOON


def raw(column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM cases_private")  # noqa: S608 - a name of ours
        [[value]] = cursor.fetchall()
    return str(value)


@pytest.mark.django_db
def test_a_text_is_ciphertext_in_the_database_and_plain_in_python() -> None:
    made = slip(text="请公开修路的合同。")
    row = Private.objects.get(case=made.case)
    assert row.text == "请公开修路的合同。"
    assert decrypt(raw("text").encode()).decode() == row.text
    assert raw("address") == "", "nothing stays nothing"
    before = raw("text")
    row.save()
    assert raw("text") != before, "the same text never gives the same ciphertext"


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [{"text": "x"}, {"text__contains": "x"}, {"text__in": ["x"]}, {"text__gt": "x"}])
def test_every_lookup_but_isnull_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(FieldError, match="encrypted"):
        Private.objects.filter(**asked)
    with pytest.raises(FieldError, match="encrypted"):
        Private.objects.exclude(**asked)
    assert not Private.objects.filter(text__isnull=True)


def test_history_tables_hold_no_encrypted_field() -> None:
    found = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if hasattr(model, "history_type")
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedTextField)
    ]
    assert found == []


def test_whatever_was_tampered_with_is_refused() -> None:
    token = bytearray(encrypt(b"secret"))
    token[-5] ^= 1
    with pytest.raises(InvalidToken):
        decrypt(bytes(token))


def test_an_old_key_is_read_until_it_is_taken_away(settings: Settings) -> None:
    token = encrypt("秘密".encode())
    old, new = settings.ENCRYPTION_KEYS[0], Fernet.generate_key().decode()
    settings.ENCRYPTION_KEYS = [new, old]
    assert decrypt(token).decode() == "秘密"
    assert not is_current(token)
    assert is_current(encrypt(b"x"))
    settings.ENCRYPTION_KEYS = [new]
    with pytest.raises(InvalidToken):
        decrypt(token)


def test_a_sealed_text_has_an_end() -> None:
    token = seal("4711:ABCD")
    assert unseal(token, max_age=timedelta(minutes=1)) == "4711:ABCD"
    for other in ("", "nonsense", token[:-1]):
        with pytest.raises(InvalidToken):
            unseal(other, max_age=timedelta(minutes=1))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("138 0013 8000", "+86-138-0013-8000"),
        ("（0558）812 0001", "05588120001"),
        ("１３８００１３８０００", "13800138000"),
    ],
)
def test_telephone_numbers_are_compared_by_their_digits(one: str, other: str) -> None:
    assert normal_telephone(one) == normal_telephone(other)


def test_texts_and_addresses_are_compared_without_what_does_not_matter() -> None:
    assert normal_text("请公布，清单。") == normal_text("请公布 清单！")
    assert normal_text("请公布清单") != normal_text("请公布账单")
    assert normal_email(" Wang@Example.com") == "wang@example.com"


@pytest.mark.django_db
def test_digests_follow_what_is_saved_and_say_nothing_across_fields() -> None:
    made = slip(name="王芳", telephone="13800138000")
    row = Private.objects.get(case=made.case)
    assert row.email_digest == "", "of nothing there is no digest"
    row.name, row.email = "13800138000", "wang@example.com"
    row.save()
    row.refresh_from_db()
    assert row.email_digest
    assert row.name_digest != row.telephone_digest
    assert not Note.objects.filter(written_at=NOON)
