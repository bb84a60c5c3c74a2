"""What is recorded of one poster on a board."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.boards import presenters
from disclosure.boards.actions import postings as actions
from disclosure.boards.desk.boards import BelowBoards
from disclosure.boards.forms.postings import PhotoForm, RenewForm
from disclosure.boards.models import Posting
from disclosure.boards.policies import KEEPS_POSTING, STEPS
from disclosure.boards.queries.postings import successor_of
from disclosure.boards.workflow import POSTING
from disclosure.notices.queries.titles import title_of
from portal.core import files
from portal.desk.steps import StepView


class PostingStep(BelowBoards, StepView):
    """What the steps of a poster have in common; they lead back to its board."""

    workflow, policy, policies = POSTING, KEEPS_POSTING, STEPS

    def subject_title(self) -> str:
        """Return the title of what hangs there."""
        return title_of(self.subject.edition)

    def words(self) -> dict[str, Any]:
        """Fill the places for number and edition."""
        edition = self.done.edition
        return {"number": edition.notice.number, "edition": edition.number}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add on which board it hangs."""
        return super().get_context_data(**{"lead": presenters.board_name(self.subject.board)} | kwargs)

    def get_success_url(self) -> str:
        """Lead to the board, or where the person may not see it any more to the list."""
        if self.subject is None:
            return reverse("disclosure_desk:boards")
        return reverse("disclosure_desk:board", args=[self.subject.board_id])


class TakeDown(PostingStep):
    """Record that it was taken down just now."""

    verb = "take_down"

    def act(self, form: Any) -> Posting:
        """Take it down."""
        return actions.take_down(
            actor=self.actor, posting=self.subject, taken_down_at=self.at, seen=self.seen, at=self.at
        )


class Replace(PostingStep):
    """Record that the edition in force hangs in its place."""

    verb, is_main = "replace", True

    def is_offered(self) -> bool:
        """Offer it where a later edition is in force."""
        live = successor_of(self.subject)
        return live is not None and live.pk != self.subject.edition_id

    def act(self, form: Any) -> Posting:
        """Replace it."""
        return actions.replace(actor=self.actor, posting=self.subject, seen=self.seen, at=self.at)


class Renew(PostingStep):
    """Let it hang longer."""

    verb, form_class = "renew", RenewForm

    def is_offered(self) -> bool:
        """Offer it for what is in force."""
        return bool(self.subject.edition.is_live)

    def get_initial(self) -> dict[str, Any]:
        """Propose a day."""
        return {"until": presenters.proposed_day(self.subject, timezone.localdate(self.at))}

    def act(self, form: RenewForm) -> Posting:
        """Renew it."""
        until = form.cleaned_data["until"]
        return actions.renew(actor=self.actor, posting=self.subject, until=until, seen=self.seen, at=self.at)


class Photograph(PostingStep):
    """Keep a photograph of it."""

    verb, form_class = "photograph", PhotoForm
    button = gettext_lazy("Keep the photograph")

    def act(self, form: Any) -> Posting:
        """Keep it."""
        return actions.add_photo(actor=self.actor, posting=self.subject, photo=form.given, seen=self.seen, at=self.at)


class PostingPhoto(BelowBoards):
    """The photograph of a poster, for those who record what hangs on its board."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand it out.

        Raises:
            Http404: There is none.
        """
        posting = self.get_permitted(KEEPS_POSTING, pk=pk)
        if not posting.photo_sha256:
            raise Http404(_("There is no photograph."))
        is_png = posting.photo_stored_as.endswith(".png")
        return files.file_response(
            request,
            store="private",
            stored=posting.photo_stored_as,
            sha256=posting.photo_sha256,
            name=f"{posting.edition.notice.number}-{posting.photographed_on}{'.png' if is_png else '.jpg'}",
            content_type="image/png" if is_png else "image/jpeg",
            inline=True,
        )
