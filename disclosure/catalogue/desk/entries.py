"""The catalogue of disclosure, for administrators."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.actions.entries import EDITABLE, save_entry
from disclosure.catalogue.enums import Cadence, NoticeUnit, Stream
from disclosure.catalogue.forms.entries import EntryForm
from disclosure.catalogue.models import CatalogueEntry
from disclosure.catalogue.registry import known_forms
from portal.accounts.enums import Role, UnitKind
from portal.accounts.models import User
from portal.accounts.policies import roles_held
from portal.accounts.signed_in import desk_page, signed_in
from portal.core.refusals import NotAllowed, Refused
from portal.desk.pages import crumbs

_WORDS: dict[str, Any] = {
    "stream": Stream,
    "cadence": Cadence,
    "publisher": UnitKind,
    "notice_unit": NoticeUnit,
}


@desk_page
def catalogue(request: HttpRequest) -> HttpResponse:
    """List the entries by stream."""
    _administrator(request)
    entries, forms = list(CatalogueEntry.objects.order_by("code")), known_forms()
    streams = [
        {
            "title": stream.label,
            "id": stream.value,
            "entries": [(one, forms.get(one.form, one.form)) for one in entries if one.stream == stream],
        }
        for stream in Stream
    ]
    return render(request, "disclosure/catalogue/desk/catalogue.html", {"streams": streams, "crumbs": crumbs()})


@desk_page
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """Show and change one entry, with everything that was ever changed of it."""
    person = _administrator(request)
    row = CatalogueEntry.objects.filter(code=code).first()
    if row is None:
        raise Http404(_("There is no such item."))
    shown = str(row)
    form = EntryForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            save_entry(actor=person, entry=row, fields=form.cleaned_data, at=timezone.now())
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved: %(item)s") % {"item": row.name})
            return redirect("disclosure_desk:catalogue")
    context = {
        "form": form,
        "title": shown,
        "changes": _changes(row),
        "crumbs": crumbs((_("Catalogue"), reverse("disclosure_desk:catalogue"))),
    }
    return render(
        request, "disclosure/catalogue/desk/catalogue_entry.html", context, status=422 if form.errors else 200
    )


def _administrator(request: HttpRequest) -> User:
    person = signed_in(request)
    if Role.ADMINISTRATOR not in roles_held(person, at=timezone.now()):
        raise Http404(_("This page is for administrators."))
    return person


def _changes(row: CatalogueEntry) -> list[dict[str, Any]]:
    """Return what was changed of an entry, newest first: when, who, what, before, after."""
    records = list(row.history.select_related("history_user").order_by("-history_date", "-history_id"))
    names = {one.name: one.verbose_name for one in CatalogueEntry._meta.fields}
    found = []
    for after, before in pairwise(records):
        for field in EDITABLE:
            old, new = getattr(before, field), getattr(after, field)
            if old != new:
                found.append(
                    {
                        "at": after.history_date,
                        "who": after.history_user,
                        "what": names[field],
                        "before": _word(field, old),
                        "after": _word(field, new),
                    }
                )
    return found


def _word(field: str, value: Any) -> str:
    if field == "form":
        return str(known_forms().get(value, value))
    if field in _WORDS:
        return str(_WORDS[field](value).label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)
