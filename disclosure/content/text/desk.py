"""Writing a draft's text and attaching its files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from disclosure.content.text.forms import MAX_BODY_LENGTH, TextForm
from disclosure.notices.actions import drafts as notices
from disclosure.notices.desk.notices import crumbs_of, the_draft, version_of
from disclosure.notices.enums import State
from disclosure.notices.models import Attachment, Edition
from disclosure.notices.queries.content import title_of
from disclosure.notices.registry import PARTS, form_of, parts_with_choices
from portal.core.markdown import page_html
from portal.core.refusals import NotAllowed, Refused
from portal.desk.pages import seen_in
from portal.desk.views import ActionView, ButtonView, DeskView


class Edit(ActionView):
    """Write title and text, what is corrected and why, and attach files.

    Attributes:
        seen: The version that goes along with the page; saving is refused over another one.
    """

    form_class = TextForm
    template_name = "disclosure/content/text/desk/edit.html"
    success_message = gettext_lazy("Saved.")
    seen: int | None

    @cached_property
    def draft(self) -> Edition:
        return the_draft(self.actor, self.kwargs["pk"], at=self.at)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.draft.state != State.DRAFT:
            return redirect("disclosure_desk:edition", self.draft.pk)
        self.seen = self.draft.version
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.seen = seen_in(request)
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        choices = {part.key: choices for part, choices in parts_with_choices(self.actor, self.draft, at=self.at)}
        return super().get_form_kwargs() | {
            "initial": {
                "title": self.draft.title,
                "body": self.draft.body,
                "reason": self.draft.correction_reason,
                **{key: one.chosen for key, one in choices.items()},
            },
            "choices": choices,
            "is_correction": self.draft.number > 1,
            "needs_title": not self.draft.notice.entry.is_regular,
        }

    def form_valid(self, form: TextForm) -> HttpResponse:
        return self.form_invalid(form, 200) if "preview" in self.request.POST else super().form_valid(form)

    def act(self, form: TextForm) -> None:
        entered = form.cleaned_data
        notices.save_text(
            actor=self.actor,
            edition=self.draft,
            title=entered["title"],
            body=entered["body"],
            reason=entered.get("reason", ""),
            seen=self.seen,
            at=self.at,
        )
        for key in form.choices:
            if key in form.changed_data:
                PARTS[key].choose(actor=self.actor, edition=self.draft, chosen=entered[key], at=self.at)
        self._attach(form)

    def _attach(self, form: TextForm) -> None:
        """Attach the files that are accepted; the others are named beside the field."""
        refused = []
        for file in form.chosen_files:
            try:
                notices.attach_file(
                    actor=self.actor, edition=self.draft, name=file.name or "", content=file.read(), at=self.at
                )
            except NotAllowed:
                raise
            except Refused as refusal:
                refused.append(_("%(name)s: %(reason)s") % {"name": file.name, "reason": refusal})
        if refused:
            raise Refused("\n".join(refused), "attach")

    def refuse(self, form: TextForm, refusal: Refused) -> HttpResponse:
        self.seen = version_of(self.draft)
        return super().refuse(form, refusal)

    def get_success_url(self) -> str:
        name = "disclosure_desk:edit" if "stay" in self.request.POST else "disclosure_desk:edition"
        form = form_of(self.draft)
        if "form" in self.request.POST and form.after_text_label:
            name = form.edit_url_name
        return reverse(name, args=[self.draft.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "edition": self.draft,
            "title": title_of(self.draft),
            "after_text_label": form_of(self.draft).after_text_label,
            "files": self.draft.attachments.all(),
            "seen": self.seen,
            "crumbs": crumbs_of(self.draft),
        }
        return super().get_context_data(**context | kwargs)


class Preview(DeskView):
    """The text as the public page will show it; requested while one writes."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        body = page_html(request.POST.get("body", "")[:MAX_BODY_LENGTH])
        said = {"body": body, "empty": _("Nothing has been written yet.")}
        return render(request, "disclosure/notices/_said.html", said)


class RemoveFile(ButtonView):
    """Take a file off a draft."""

    success_message = gettext_lazy("Removed: %(name)s")

    @cached_property
    def attachment(self) -> Attachment:
        """The file."""
        draft = the_draft(self.actor, self.kwargs["pk"], at=self.at)
        found = draft.attachments.select_related("edition").filter(pk=self.kwargs["file"]).first()
        if found is None:
            raise Http404(_("There is no such file."))
        return found

    def act(self, form: Any) -> None:
        notices.remove_file(actor=self.actor, attachment=self.attachment, at=self.at)

    def words(self) -> dict[str, str]:
        return {"name": self.attachment.name}

    def get_success_url(self) -> str:
        return reverse("disclosure_desk:edit", args=[self.kwargs["pk"]])
