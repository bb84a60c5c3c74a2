"""What is private of a case."""

from django.db import models

from portal.cases.models.case import Case
from portal.core.encryption import Digest, DigestField, EncryptedTextField, normal_email, normal_telephone, normal_text

TEXT = Digest("text", normal_text)
NAME = Digest("name", normal_text)
TELEPHONE = Digest("telephone", normal_telephone)
EMAIL = Digest("email", normal_email)


class Private(models.Model):
    """The text as it came and who sent it. No history table, no reverse name: nothing leads here but this room."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="+")
    text = EncryptedTextField()
    name = EncryptedTextField(blank=True)
    telephone = EncryptedTextField(blank=True)
    email = EncryptedTextField(blank=True)
    address = EncryptedTextField(blank=True)
    text_digest = DigestField("text", TEXT)
    name_digest = DigestField("name", NAME)
    telephone_digest = DigestField("telephone", TELEPHONE)
    email_digest = DigestField("email", EMAIL)

    def __str__(self) -> str:
        return str(self.case_id)
