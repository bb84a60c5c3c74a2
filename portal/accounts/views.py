"""The administrator's pages. What an administrator does not administer answers 404."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec

from django.contrib import messages
from django.db.models import Prefetch, Q
from django.forms import BaseForm, Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts import actions, deeds
from portal.accounts.enums import Role
from portal.accounts.forms import (
    DeputyForm,
    EndPostForm,
    HeadForm,
    NewPersonForm,
    PasswordForm,
    PersonForm,
    PostForm,
    StaffFormSet,
    SwitchForm,
    UnitForm,
)
from portal.accounts.models import Post, UnitGrant, User
from portal.accounts.policies import ADMINISTERS_PERSON, ADMINISTERS_UNIT
from portal.accounts.queries import deeds_about, has_second_factor, staff_of
from portal.accounts.signed_in import View, desk_page, signed_in
from portal.core.refusals import NotAllowed, Refused

P = ParamSpec("P")
SHOWN_DEEDS = 20


def administrators_only(view: View[P]) -> View[P]:
    """Make a page of the desk that does not exist for whoever administers nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not ADMINISTERS_UNIT.permitted(request.user, at=timezone.now()).exists():
            raise Http404
        return view(request, *args, **kwargs)

    return desk_page(guarded)


def _carried_out(request: HttpRequest, form: BaseForm, deed: Callable[[], Any], said: str) -> bool:
    """Do what a valid form asks for; put a refusal into the form, or say that it is done."""
    if not form.is_valid():
        return False
    try:
        deed()
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, said)
    return True


def _number(text: str) -> int:
    """Return the key of a row that a form names; 0, which no row has, for anything that is none."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


@administrators_only
def units(request: HttpRequest) -> HttpResponse:
    """List the units one administers."""
    rows = ADMINISTERS_UNIT.permitted(request.user, at=timezone.now()).order_by("code")
    return render(request, "accounts/desk/units.html", {"units": rows})


@administrators_only
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Change what is public of a unit, and see who holds its posts."""
    at = timezone.now()
    found = get_object_or_404(ADMINISTERS_UNIT.permitted(request.user, at=at), code=code)
    people = ADMINISTERS_PERSON.permitted(request.user, at=at).filter(is_active=True).order_by("username")
    which = request.POST.get("form", "")
    # A copy, so that a refused name does not stand in the head of the page.
    form = UnitForm(request.POST if which == "unit" else None, instance=copy(found))
    deputy = DeputyForm(request.POST if which == "deputy" else None, people=people, prefix="deputy")
    done = False
    if which == "unit":
        done = _carried_out(
            request,
            form,
            lambda: actions.change_unit(actor=signed_in(request), unit=found, fields=form.cleaned_data, at=at),
            _("Saved."),
        )
    elif which == "deputy":
        done = _carried_out(
            request,
            deputy,
            lambda: actions.give_deputy(
                actor=signed_in(request), unit=found, person=deputy.cleaned_data["person"], at=at
            ),
            _("The unit has been handed over."),
        )
    elif which == "end_deputy":
        grant = get_object_or_404(UnitGrant, pk=_number(request.POST.get("grant", "")), content_object=found)
        actions.end_deputy(actor=signed_in(request), grant=grant, at=at)
        messages.success(request, _("The unit has been taken back."))
        done = True
    elif request.method == "POST":
        raise Http404
    if done:
        return redirect("people_desk:unit", code=code)
    context = {
        "unit": found,
        "form": form,
        "deputy_form": deputy,
        "grants": UnitGrant.objects.filter(content_object=found).select_related("user"),
        "posts": Post.objects.filter(unit=found).select_related("person").order_by("role", "starts_on"),
        "staff": staff_of(found),
        "deeds": deeds.shown(deeds_about(found)[:SHOWN_DEEDS]),
    }
    return render(request, "accounts/desk/unit.html", context, status=400 if which else 200)


@administrators_only
def staff(request: HttpRequest, code: str) -> HttpResponse:
    """Write a unit's staff board."""
    at = timezone.now()
    found = get_object_or_404(ADMINISTERS_UNIT.permitted(request.user, at=at), code=code)
    fields = ("name", "name_en", "title_zh", "title_en", "duties_zh", "duties_en", "phone")
    present = list(staff_of(found).values(*fields))
    forms = StaffFormSet(request.POST or None, initial=present, prefix="staff")
    if request.method == "POST" and forms.is_valid():
        rows = [row for row in forms.cleaned_data if row and not row.get("DELETE")]
        actions.set_staff(actor=signed_in(request), unit=found, rows=rows, at=at)
        messages.success(request, _("The staff board has been saved."))
        return redirect("people_desk:unit", code=code)
    return render(
        request,
        "accounts/desk/staff.html",
        {"unit": found, "forms": forms},
        status=400 if request.method == "POST" else 200,
    )


@administrators_only
def people(request: HttpRequest) -> HttpResponse:
    """List the people one administers, with their posts."""
    at = timezone.now()
    day = timezone.localdate(at)
    current = Post.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day)).select_related("unit")
    rows = ADMINISTERS_PERSON.permitted(request.user, at=at).prefetch_related(Prefetch("posts", queryset=current))
    words = request.GET.get("q", "").strip()
    if words:
        rows = rows.filter(Q(username__icontains=words) | Q(name_zh__icontains=words) | Q(name_en__icontains=words))
    return render(request, "accounts/desk/people.html", {"people": rows.order_by("username"), "words": words})


@administrators_only
def new_person(request: HttpRequest) -> HttpResponse:
    """Make an account."""
    form = NewPersonForm(request.POST or None)
    if request.method == "POST":
        made: list[User] = []
        if _carried_out(
            request,
            form,
            lambda: made.append(actions.add_person(actor=signed_in(request), at=timezone.now(), **form.cleaned_data)),
            _("The account has been made. Now give the person a post."),
        ):
            return redirect("people_desk:person", pk=made[0].pk)
    return render(
        request, "accounts/desk/new_person.html", {"form": form}, status=400 if request.method == "POST" else 200
    )


@administrators_only
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """A person: names, posts, password, second factor, whether they may sign in."""
    at = timezone.now()
    found = get_object_or_404(ADMINISTERS_PERSON.permitted(request.user, at=at), pk=pk)
    posts = list(found.posts.select_related("unit").order_by("-starts_on", "pk"))
    which = request.POST.get("form", "")
    forms = _person_forms(request, found, posts, at)
    if request.method == "POST":
        if which not in forms:
            raise Http404
        if _carried_out(request, forms[which], lambda: _person_deed(request, found, which, forms[which]), _("Saved.")):
            return redirect("people_desk:person", pk=pk)
    context = {
        "person": found,
        "forms": forms,
        "posts": [(post, forms.get(_end_of(post))) for post in posts],
        "has_second_factor": has_second_factor(found),
        "is_self": found == request.user,
        "deeds": deeds.shown(deeds_about(found, *posts)[:SHOWN_DEEDS], {post.pk: post for post in posts}),
    }
    return render(request, "accounts/desk/person.html", context, status=400 if which else 200)


def _end_of(post: Post) -> str:
    """Return the name of the form that ends a post."""
    return f"end-{post.pk}"


def _person_forms(request: HttpRequest, found: User, posts: list[Post], at: datetime) -> dict[str, BaseForm]:
    """Return every form of the page by its name; the one that was sent holds what was typed."""
    which, today = request.POST.get("form", ""), timezone.localdate(at)
    mine = ADMINISTERS_UNIT.permitted(request.user, at=at).order_by("code")

    def sent(name: str) -> QueryDict | None:
        return request.POST if name == which else None

    forms: dict[str, BaseForm] = {
        # A copy, so that a refused name does not stand in the head of the page.
        "person": PersonForm(sent("person"), instance=copy(found)),
        "post": PostForm(sent("post"), units=mine, initial={"starts_on": today}, prefix="post"),
        "password": PasswordForm(sent("password"), prefix="password"),
        "second_factor": Form(sent("second_factor")),
        "switch": SwitchForm(sent("switch")),
    }
    for post in posts:
        if post.ends_on is None:
            name = _end_of(post)
            forms[name] = EndPostForm(sent(name), initial={"ends_on": today}, prefix=name)
            forms[f"head-{post.pk}"] = HeadForm(sent(f"head-{post.pk}"))
    return forms


def _person_deed(request: HttpRequest, found: User, which: str, form: Any) -> None:
    """Do what a valid form of a person's page asks for."""
    actor, at, values = signed_in(request), timezone.now(), form.cleaned_data
    match which:
        case "person":
            actions.change_person(actor=actor, person=found, at=at, **values)
        case "post":
            actions.give_post(actor=actor, person=found, at=at, **(values | {"role": Role(values["role"])}))
        case "password":
            actions.set_password(actor=actor, person=found, password=values["password"], at=at)
        case "second_factor":
            actions.take_off_second_factor(actor=actor, person=found, at=at)
        case "switch":
            actions.switch_account(actor=actor, person=found, on=values["on"], at=at)
        case _ if which.startswith("head-"):
            post = found.posts.get(pk=int(which.removeprefix("head-")))
            actions.set_head(actor=actor, post=post, is_head=values["is_head"], at=at)
        case _:
            post = found.posts.get(pk=int(which.removeprefix("end-")))
            actions.end_post(actor=actor, post=post, ends_on=values["ends_on"], at=at)
