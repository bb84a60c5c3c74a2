"""allauth's forms in the words of the portal, without placeholders that only repeat their label.

`ACCOUNT_FORMS` and `MFA_FORMS` name them. What they check and do is allauth's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

CODE_WIDGET = {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "short"}


def _reword(form: forms.Form, name: str, label: _StrPromise, help_text: _StrPromise | str = "", **attrs: str) -> None:
    """Give a field our label and hint, and take its placeholder away."""
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


class LoginForm(account.LoginForm):
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A telephone's keyboard begins with a capital; user names are small letters.
        _reword(self, "login", _("User name"), autocapitalize="none", spellcheck="false")
        _reword(self, "password", _("Password"))


class ReauthenticateForm(account.ReauthenticateForm):
    """The password once more, before something that guards the account is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, "password", _("Password"))


class ChangePasswordForm(account.ChangePasswordForm):
    """The password one has, and the one to come, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = _("At least 8 characters, not digits alone, and no word that others would guess.")
        _reword(self, "oldpassword", _("Current password"))
        _reword(self, "password1", _("New password"), rule)
        _reword(self, "password2", _("New password again"))


class AuthenticateForm(mfa.AuthenticateForm):
    """The second factor at the sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("Six digits from the authenticator app. Without your phone, type one of your recovery codes.")
        _reword(self, "code", pgettext_lazy("second factor", "Code"), hint, **CODE_WIDGET)


class ReauthenticateByCodeForm(mfa.ReauthenticateForm):
    """The second factor once more, before something that guards the account is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(
            self,
            "code",
            pgettext_lazy("second factor", "Code"),
            _("Six digits from the authenticator app."),
            **CODE_WIDGET,
        )


class ActivateTOTPForm(totp.ActivateTOTPForm):
    """The first code of an app that has just scanned the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, "code", _("The six digits the app shows now"), **CODE_WIDGET)


class AddKeyForm(webauthn.AddWebAuthnForm):
    """A new passkey or security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(
            self, "name", _("What to call it"), _("So that you can tell your keys apart, such as “office computer”.")
        )
        hint = _("Without user name and password. The key then asks for a fingerprint, a face or its PIN.")
        _reword(self, "passwordless", _("Sign in with this key alone"), hint)


class EditKeyForm(webauthn.EditWebAuthnForm):
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, "name", _("What to call it"))
