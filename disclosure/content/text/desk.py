"""Writing a draft's text and attaching its files."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from disclosure.content.text.forms import MAX_BODY_LENGTH, TextForm
from disclosure.notices.actions import drafts as notices
from disclosure.notices.desk.base import crumbs_of, the_draft, version_of
from disclosure.notices.enums import State
from disclosure.notices.models import Attachment, Edition
from disclosure.notices.queries.titles import title_of
from disclosure.notices.registry.parts import PARTS, form_of, parts_with_choices
from portal.accounts.models import User
from portal.accounts.signed_in import desk_page, signed_in
from portal.core.markdown import body_html
from portal.core.refusals import NotAllowed, Refused
from portal.desk.pages import seen_in


@desk_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write title and text, say what is corrected, attach files."""
    person, at = signed_in(request), timezone.now()
    draft = the_draft(person, pk, at=at)
    if request.method != "POST":
        if draft.state != State.DRAFT:
            return redirect("disclosure_desk:edition", draft.pk)
        return _edit_page(request, draft, _form(person, draft, at=at), seen=draft.version)
    form, seen = _form(person, draft, request, at=at), seen_in(request)
    if not form.is_valid() or "preview" in request.POST:
        return _edit_page(request, draft, form, seen=seen, previewed=request.POST.get("body", "")[:MAX_BODY_LENGTH])
    refused = _save(form, person, draft, seen, at)
    if refused:
        return _edit_page(request, draft, form, seen=version_of(draft), status=refused)
    messages.success(request, _("Saved."))
    return redirect(_next_page(request, draft), draft.pk)


def _next_page(request: HttpRequest, draft: Edition) -> str:
    """Return the name of the page to go on with, by the button that was pressed."""
    form = form_of(draft)
    if "form" in request.POST and form.after_text_label:
        return form.edit_url_name
    return "disclosure_desk:edit" if "stay" in request.POST else "disclosure_desk:edition"


@desk_page
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Return the text as residents will see it; asked for while one writes."""
    body = request.POST.get("body", "")[:MAX_BODY_LENGTH]
    return render(request, "disclosure/content/text/desk/_preview.html", {"preview": body_html(body)})


@desk_page
@require_POST
def remove_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Take a file off a draft."""
    person, at = signed_in(request), timezone.now()
    draft = the_draft(person, pk, at=at)
    try:
        attachment = Attachment.objects.select_related("edition").get(pk=file, edition=draft)
        notices.remove_file(actor=person, attachment=attachment, at=at)
    except ObjectDoesNotExist as missing:
        raise Http404(_("There is no such file.")) from missing
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Removed: %(name)s") % {"name": attachment.name})
    return redirect("disclosure_desk:edit", draft.pk)


def _form(person: User, draft: Edition, request: HttpRequest | None = None, *, at: datetime) -> TextForm:
    given: dict[str, Any] = {"data": request.POST, "files": request.FILES} if request else {}
    choices = {part.key: choices for part, choices in parts_with_choices(person, draft, at=at)}
    return TextForm(
        **given,
        initial={
            "title": draft.title,
            "body": draft.body,
            "reason": draft.correction_reason,
            **{key: one.chosen for key, one in choices.items()},
        },
        choices=choices,
        is_correction=draft.number > 1,
        needs_title=not draft.notice.entry.is_regular,
    )


def _save(form: TextForm, person: User, draft: Edition, seen: int | None, at: datetime) -> int:
    """Save the text, then file by file; a refusal goes into the form, beside what it is about.

    Returns:
        The status of the page that shows the refusal; 0 where there was none.
    """
    said = form.cleaned_data
    try:
        notices.save_text(
            actor=person,
            edition=draft,
            title=said["title"],
            body=said["body"],
            reason=said.get("reason", ""),
            seen=seen,
            at=at,
        )
        for key in form.choices:
            if key in form.changed_data:
                PARTS[key].choose(actor=person, edition=draft, chosen=said[key], at=at)
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return refusal.status
    for file in form.chosen_files:
        try:
            notices.attach_file(actor=person, edition=draft, name=file.name or "", content=file.read(), at=at)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error("attach", _("%(name)s: %(reason)s") % {"name": file.name, "reason": refusal})
    return 0 if form.is_valid() else 422


def _edit_page(
    request: HttpRequest,
    draft: Edition,
    form: TextForm,
    *,
    seen: int | None,
    previewed: str | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "edition": draft,
        "title": title_of(draft),
        "form": form,
        "after_text_label": form_of(draft).after_text_label,
        "preview": body_html(previewed) if previewed is not None else None,
        "files": [
            {
                "pk": file.pk,
                "name": file.name,
                "size": max(1, file.size // 1024),
                "url": reverse("disclosure_desk:file", args=[draft.pk, file.pk]),
            }
            for file in draft.attachments.all()
        ],
        "seen": seen,
        "crumbs": crumbs_of(draft),
    }
    return render(request, "disclosure/content/text/desk/edit.html", context, status=status)
