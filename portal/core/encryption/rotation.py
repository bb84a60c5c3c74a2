"""Rotation: everything that is encrypted is encrypted anew with the first key, and digests are computed anew.

It goes over all models by primary key, a batch at a time, while the portal runs. What is current already is passed
over, so a run that was stopped is simply begun again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast

from portal.core.encryption import files
from portal.core.encryption.cipher import decrypt, is_current
from portal.core.encryption.fields import DigestField, EncryptedTextField, StoredFileField

BATCH = 500
"""Rows read and written in one transaction."""
FILES_AT_ONCE = 20
"""The same of rows that name files, which may have megabytes each."""


@dataclass(frozen=True, slots=True)
class EncryptedModel:
    """A model with what is encrypted of it."""

    model: type[models.Model]
    texts: tuple[str, ...]
    digests: tuple[DigestField, ...]
    files: tuple[str, ...]


def encrypted_models() -> Iterator[EncryptedModel]:
    """Yield the models that hold ciphertext or name encrypted files."""
    for model in apps.get_models():
        fields = model._meta.concrete_fields
        texts = tuple(one.name for one in fields if isinstance(one, EncryptedTextField))
        stored = tuple(one.name for one in fields if isinstance(one, StoredFileField))
        if texts or stored:
            digests = tuple(one for one in fields if isinstance(one, DigestField))
            yield EncryptedModel(model, texts, digests, stored)


def rotate(one: EncryptedModel, *, batch: int = BATCH, after: int = 0) -> tuple[int, int]:
    """Encrypt the next rows of a model anew.

    Args:
        one: The model.
        batch: How many rows are looked at.
        after: The primary key of the last row that was looked at before.

    Returns:
        The key of the last row that was looked at, 0 at the end; and how many rows changed.

    Raises:
        InvalidToken: Something is encrypted with none of the keys.
    """
    size = min(batch, FILES_AT_ONCE) if one.files else batch
    manager = one.model._default_manager
    tokens = {f"token_{name}": Cast(name, models.TextField()) for name in one.texts}
    names = ("pk", *tokens, *one.files, *(digest.name for digest in one.digests))
    with transaction.atomic():
        # Under their locks, so that nothing is written over what somebody saves meanwhile, and no file comes back
        # that is being deleted.
        locked = manager.select_for_update().filter(pk__gt=after).order_by("pk").annotate(**tokens).values(*names)
        rows = list(locked[:size])
        changed = sum(_rotate_row(one, row) for row in rows)
    return (rows[-1]["pk"] if len(rows) == size else 0), changed


def _rotate_row(one: EncryptedModel, row: dict[str, Any]) -> bool:
    tokens = {name: (row[f"token_{name}"] or "").encode() for name in one.texts}
    plain = {name: decrypt(token).decode() if token else "" for name, token in tokens.items()}
    changes = {name: plain[name] for name, token in tokens.items() if token and not is_current(token)}
    for digest in one.digests:
        # The source of a digest may have been cleared since, such as the address of a letter that was sent.
        if plain[digest.source] and (computed := digest.compute(plain[digest.source])) != row[digest.name]:
            changes[digest.name] = computed
    if changes:
        one.model._default_manager.filter(pk=row["pk"]).update(**changes)
    rewritten = [files.rewrite(row[name]) for name in one.files]
    return bool(changes) or any(rewritten)
