"""The steps of a letter, and signing several for the town at once."""

from collections.abc import Sequence
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from accountability.letters.actions import issuing, publishing, signing
from accountability.letters.desk.letters import LETTERS, letter_page
from accountability.letters.enums import Means, Party
from accountability.letters.forms import letters as forms
from accountability.letters.models import Letter
from accountability.letters.policies import LETTER_POLICIES, READS_LETTER
from accountability.letters.presenters.letters import title_of
from accountability.letters.queries import letters as queries
from accountability.letters.queries.wording import said
from accountability.letters.workflow import LETTER_STEPS
from portal.accounts.queries import has_second_factor
from portal.core.demonstration import today_of_due_days
from portal.desk.steps import StepView
from portal.desk.views import ActionView


def means_of(request: HttpRequest) -> Means:
    """Return how somebody has signed in: with a second factor, or with the password alone."""
    records = get_authentication_records(request, request.user)
    used = any(record.get("method") == "mfa" for record in records)
    return Means.SECOND_FACTOR if used else Means.PASSWORD


class LetterStep(StepView):
    """What the steps of a letter have in common."""

    workflow, policy, policies, page = LETTER_STEPS, READS_LETTER, LETTER_POLICIES, letter_page
    success_url = reverse_lazy("accountability_desk:letters")

    def visible(self, pk: int) -> Letter | None:
        """Return the letter with what its page shows, if this person may see it."""
        return queries.seen_by(self.actor, self.at).filter(pk=pk).first()

    def subject_title(self) -> str:
        """Return the number."""
        return str(self.subject.number)


class _Signature(LetterStep):
    """A signature of exactly what the page shows."""

    form_class = forms.SignForm

    def get_initial(self) -> dict[str, Any]:
        return {"sha256": self.subject.sha256}

    def consequences(self) -> list[Any]:
        said_of_means = {
            Means.SECOND_FACTOR: _("Your signature says that you signed in with your second factor."),
            Means.PASSWORD: _("Your signature says that you signed in with your password."),
        }
        return [said_of_means[means_of(self.request)], _("A signature cannot be taken back.")]

    def act(self, form: Any) -> Letter:
        means, sha256 = means_of(self.request), form.cleaned_data["sha256"]
        action = type(self).action
        signed: Letter = action(
            actor=self.actor, letter=self.subject, sha256=sha256, means=means, seen=self.seen, at=self.at
        )
        return signed


class Sign(_Signature):
    """Sign for party B."""

    verb, action, is_main = "sign", signing.sign, True


class Countersign(_Signature):
    """Sign for party A."""

    verb, action, is_main = "countersign", signing.countersign, True


class Witness(_Signature):
    """Sign as witness."""

    verb, action = "witness", signing.witness

    def is_offered(self) -> bool:
        return not self.subject.signatures.filter(party=Party.WITNESS).exists()


class Refuse(LetterStep):
    """Refuse to sign."""

    verb, action, form_class = "refuse", signing.refuse, forms.RefusalForm

    def consequences(self) -> list[Any]:
        return [_("The party committee answers. It publishes your reason with its answer.")]


class HandIn(LetterStep):
    """Hand in a scan."""

    verb, action, form_class = "hand_in", signing.hand_in, forms.ScanForm


class Check(LetterStep):
    """Find the scan right."""

    verb, action, form_class, is_main = "check", signing.check, forms.CheckForm, True

    def get_initial(self) -> dict[str, Any]:
        post = queries.signer_of_town(self.subject.town, self.at)
        return {"signed_on": self.subject.due, "signed_for_a": post.person.name_zh if post else ""}

    def consequences(self) -> list[Any]:
        return [_("Both signatures are kept as signed by hand. The letter is in force then.")]


class SendBack(LetterStep):
    """Send the scan back."""

    verb, action, form_class = "send_back", signing.send_back, forms.ReasonForm


class Remind(LetterStep):
    """Remind who is to sign."""

    verb, action, at_once = "remind", issuing.remind, True


class Withdraw(LetterStep):
    """Withdraw it."""

    verb, action, form_class = "withdraw", issuing.withdraw, forms.ReasonForm


class Publish(LetterStep):
    """Publish it."""

    verb, action, is_main, at_once = "publish", publishing.publish, True, True

    def consequences(self) -> list[Any]:
        return [_("Everybody reads the letter, and who signed it. Its hash stands in the publication log.")]


class Reply(LetterStep):
    """Answer a refusal."""

    verb, action, form_class, is_main = "reply", publishing.reply, forms.ReplyForm, True


class Release(LetterStep):
    """Publish refusal and answer."""

    verb, action, is_main = "release", publishing.release, True

    def consequences(self) -> list[Any]:
        return [_("Everybody reads who refused, why, and what the party committee answered.")]


class Replace(LetterStep):
    """Issue it anew."""

    verb, action, form_class = "replace", issuing.replace, forms.ReplaceForm

    def is_offered(self) -> bool:
        return self.subject.cadre_of_id is None

    def get_initial(self) -> dict[str, Any]:
        return {"due": today_of_due_days(self.at)}

    def consequences(self) -> list[Any]:
        return [_("The head of the unit on this day signs the new letter. The old one stays readable.")]


STEP_VIEWS: Sequence[type[StepView]] = (
    Sign,
    Countersign,
    Witness,
    Refuse,
    HandIn,
    Check,
    SendBack,
    Remind,
    Withdraw,
    Publish,
    Reply,
    Release,
    Replace,
)


class CountersignMany(ActionView):
    """Sign for the town all letters that wait for it, after reading their text."""

    below, form_class = (LETTERS,), forms.CountersignForm
    template_name = "accountability/letters/desk/countersign.html"
    title, button = gettext_lazy("Sign for the town"), gettext_lazy("Sign the chosen letters")
    success_message = gettext_lazy("Signed. Letters now in force: %(count)d.")
    success_url = reverse_lazy("accountability_desk:letters")

    @cached_property
    def letters(self) -> list[Letter]:
        """The letters that wait for this signature."""
        return list(queries.to_countersign(self.actor, self.at))

    def exists_for_actor(self) -> bool:
        return bool(self.letters)

    def get_form_kwargs(self) -> dict[str, Any]:
        choices = [(_shown(one), f"{one.number} {title_of(one)}") for one in self.letters]
        return super().get_form_kwargs() | {"choices": choices}

    def get_initial(self) -> dict[str, Any]:
        return {"chosen": [_shown(one) for one in self.letters]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        texts = {one.wording_id: said(one) for one in reversed(self.letters)}
        papers = [(one, reverse("accountability_desk:letter", args=[one.pk])) for one in self.letters]
        return super().get_context_data(texts=list(texts.values()), papers=papers, **kwargs)

    def consequences(self) -> list[Any]:
        needs = has_second_factor(self.actor) and means_of(self.request) != Means.SECOND_FACTOR
        if needs:
            return [_("You have a second factor. Sign in again with it, then sign the letter.")]
        return [_("You sign each letter with its number and its party B, on the text shown here.")]

    def act(self, form: Any) -> list[Letter]:
        letters, means = {_shown(one): one for one in self.letters}, means_of(self.request)
        with transaction.atomic():
            return [
                signing.countersign(
                    actor=self.actor,
                    letter=letters[value],
                    sha256=value.split(".")[2],
                    means=means,
                    seen=int(value.split(".")[1]),
                    at=self.at,
                )
                for value in form.cleaned_data["chosen"]
            ]

    def words(self) -> dict[str, int]:
        return {"count": len(self.done)}


def _shown(letter: Letter) -> str:
    """Return what was shown of a letter: which, in which version, with which hash."""
    return f"{letter.pk}.{letter.version}.{letter.sha256}"
