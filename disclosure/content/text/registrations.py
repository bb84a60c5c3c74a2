"""What this form registers with the rest of the portal. Text and files are fields of every edition."""

from django.utils.translation import gettext_lazy as _

from disclosure.content.text.documents import text_table
from disclosure.content.text.forms import FORM
from disclosure.notices.registry import Form, register_form

register_form(
    Form(
        key=FORM,
        order=0,
        label=_("Text with files"),
        document=lambda _edition: None,
        table=text_table,
        edit_url_name="disclosure_desk:edit",
        is_default=True,
    )
)
