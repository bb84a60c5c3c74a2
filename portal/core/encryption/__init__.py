"""Encryption at rest: what people send us is readable with the office's keys alone, and the keys can be rotated."""

from portal.core.encryption.cipher import seal, unseal
from portal.core.encryption.digests import Digest, normal_email, normal_telephone, normal_text
from portal.core.encryption.fields import DigestField, EncryptedTextField, StoredFileField

__all__ = [
    "Digest",
    "DigestField",
    "EncryptedTextField",
    "StoredFileField",
    "normal_email",
    "normal_telephone",
    "normal_text",
    "seal",
    "unseal",
]
