"""Fields that hold ciphertext, the digests beside them, and the names of encrypted files."""

from typing import Any

from django.core.exceptions import FieldError
from django.db import models

from portal.core.encryption.cipher import decrypt, encrypt
from portal.core.encryption.digests import Digest


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """A text that is encrypted in the database and plain in Python. The empty text stays empty.

    It can be asked for `isnull` only: any other lookup would compare ciphertexts and find nothing in silence.
    """

    def get_prep_value(self, value: Any) -> Any:
        """Return the ciphertext."""
        text = super().get_prep_value(value)
        return encrypt(text.encode()).decode() if text else text

    def from_db_value(self, value: str | None, *_context: Any) -> str | None:
        """Return the plain text."""
        return decrypt(value.encode()).decode() if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Return the lookup for `isnull`.

        Raises:
            FieldError: It is another.
        """
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: “{lookup_name}” would find nothing. Look its digest up.")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        """Refuse every transform, as every lookup."""
        raise FieldError(f"{self.name} is encrypted: “{lookup_name}” would find nothing. Look its digest up.")


class DigestField(models.CharField):  # type: ignore[type-arg]
    """The digest of another field of the row, computed whenever the row is saved.

    Look values up by `field__in=digest.all_of(value)`, so that they are found while keys are rotated.

    Args:
        source: The name of the field.
        digest: How it is computed.
    """

    digest: Digest

    def __init__(self, source: str = "", digest: Digest | None = None, **options: Any) -> None:
        self.source = source
        if digest is not None:  # migrations know neither
            self.digest = digest
        super().__init__(**{"max_length": 64, "blank": True, "editable": False, "db_index": True, **options})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002 - as Django calls it
        """Compute it."""
        return self.compute(getattr(model_instance, self.source))

    def compute(self, value: str) -> str:
        """Return the digest of a value of the source."""
        return self.digest.of(value)


class StoredFileField(models.CharField):  # type: ignore[type-arg]
    """The name under which an encrypted file is stored; it says nothing of the file. See `encryption.files`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 80, "editable": False, "unique": True, **options})
