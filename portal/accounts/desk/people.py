"""People on the desk: their names, posts and how they sign in."""

from copy import copy
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from portal.accounts import actions, forms
from portal.accounts.desk.access import AdministratorsView, WordsFilter
from portal.accounts.enums import Role
from portal.accounts.models import Post, Unit, UnitGrant, User
from portal.accounts.policies import ADMINISTERS_PERSON, ADMINISTERS_POST, ADMINISTERS_UNIT, GIVES_TO
from portal.accounts.presenters import trail_of_person
from portal.accounts.queries import has_second_factor, held_by_nobody_else, posts_not_ended
from portal.core.workflow import Words
from portal.desk.views import ActionView, ButtonView, ChangeView, DeskListView, SeenForm


class PersonFilter(WordsFilter):
    """Find people by name or user name, and by a role they hold now or will hold."""

    columns = ("username", "name_zh", "name_en")
    role = django_filters.ChoiceFilter(
        label=gettext_lazy("Role"), choices=Role.choices, method="match_role", empty_label=gettext_lazy("All roles")
    )

    def match_role(self, rows: QuerySet[User], _name: str, role: str) -> QuerySet[User]:
        """Return those who have a post of the role that has not ended; among clerks also their deputies."""
        posts = posts_not_ended(timezone.localdate()).filter(person=OuterRef("pk"), role=role)
        found = Q(Exists(posts))
        if role == Role.CLERK:
            found |= Q(Exists(UnitGrant.objects.filter(user=OuterRef("pk"))))
        return rows.filter(found)


class People(AdministratorsView, DeskListView):
    """The people one administers, with their posts."""

    template_name, filterset_class = "accounts/desk/people.html", PersonFilter

    def get_queryset(self) -> QuerySet[User]:
        current = posts_not_ended(timezone.localdate(self.at)).select_related("unit")
        rows = ADMINISTERS_PERSON.permitted(self.actor, at=self.at).order_by("username")
        return rows.prefetch_related(Prefetch("posts", queryset=current))


class NewPerson(AdministratorsView, ActionView):
    """Make an account."""

    below = ((gettext_lazy("People"), "people_desk:people"),)
    form_class = forms.NewPersonForm
    title, button = gettext_lazy("Make an account"), gettext_lazy("Make the account")
    success_message = gettext_lazy("The account has been made. Now give the person a post.")

    def act(self, form: Any) -> User:
        return actions.add_person(actor=self.actor, at=self.at, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("people_desk:person", args=[self.done.pk])


class OfPerson(AdministratorsView, ActionView):
    """What the forms about one person have in common: they are shown on the person's page.

    Attributes:
        slot: The form's name in the template; a refusal shows the page again, with what was typed there.
    """

    below = ((gettext_lazy("People"), "people_desk:people"),)
    template_name, success_message = "accounts/desk/person.html", gettext_lazy("Saved.")
    slot = ""

    @cached_property
    def person(self) -> User:
        """The person, if the reader administers them."""
        return self.get_permitted(ADMINISTERS_PERSON, pk=self.kwargs["pk"])

    @cached_property
    def units(self) -> QuerySet[Unit]:
        """The units for which the reader gives posts."""
        return ADMINISTERS_UNIT.permitted(self.actor, at=self.at).order_by("code")

    def subject(self) -> Any:
        """Return the row that `ChangeView` changes."""
        return self.person

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.get_success_url())

    def get_success_url(self) -> str:
        return reverse("people_desk:person", args=[self.person.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        sent, seen = context["form"], {"seen": self.person.version}
        posts = list(self.person.posts.select_related("unit").order_by("-starts_on", "pk"))
        alone = held_by_nobody_else(posts, at=self.at)
        gives = GIVES_TO.allows(self.actor, self.person, at=self.at)
        return {
            **context,
            "person": self.person,
            "person_form": forms.PersonForm(instance=self.person, initial=seen),
            "post_form": forms.PostForm(
                offered={"unit": self.units}, initial={"starts_on": timezone.localdate(self.at)}, prefix="post"
            ),
            "password_form": forms.PasswordForm(initial=seen, prefix="password"),
            self.slot: sent,
            "posts": [
                (post, self.end_form(post, sent) if gives else None, ending(post, alone=post.pk in alone))
                for post in posts
            ],
            "gives": gives,
            "is_self": self.person.pk == self.actor.pk,
            "has_second_factor": has_second_factor(self.person),
            "trail": trail_of_person(self.person, posts),
        }

    def end_form(self, post: Post, sent: Any) -> Any:
        """Return the form that ends a post, as it was sent if it was; None for a post that has its last day."""
        if post.ends_on is not None:
            return None
        if sent.prefix == end_prefix(post):
            return sent
        initial = {"seen": post.version, "ends_on": timezone.localdate(self.at)}
        return forms.EndPostForm(initial=initial, prefix=end_prefix(post))


class PersonPage(OfPerson, ChangeView):
    """A person: names, posts, password, second factor, whether they may sign in."""

    form_class, slot = forms.PersonForm, "person_form"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": copy(self.person)}

    def act(self, form: Any) -> User:
        return actions.change_person(actor=self.actor, person=self.person, at=self.at, **form.cleaned_data)


class GivePost(OfPerson):
    """Give the person a post."""

    form_class, prefix, slot = forms.PostForm, "post", "post_form"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offered": {"unit": self.units}}

    def act(self, form: Any) -> Post:
        values = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
        return actions.give_post(actor=self.actor, person=self.person, at=self.at, **values)


class SetPassword(OfPerson, ChangeView):
    """Give the person a new password to begin with."""

    form_class, prefix, slot = forms.PasswordForm, "password", "password_form"

    def act(self, form: Any) -> None:
        actions.set_password(actor=self.actor, person=self.person, at=self.at, **form.cleaned_data)


class TakeOffSecondFactor(OfPerson, ButtonView):
    """Take the person's second factor off."""

    form_class = SeenForm

    def act(self, form: Any) -> None:
        actions.take_off_second_factor(actor=self.actor, person=self.person, at=self.at, **form.cleaned_data)


class SwitchAccount(OfPerson, ButtonView):
    """Let the person sign in, or not."""

    form_class = forms.SwitchForm

    def act(self, form: Any) -> None:
        actions.switch_account(actor=self.actor, person=self.person, at=self.at, **form.cleaned_data)


class OfPost(OfPerson):
    """What the forms about one post have in common: they are shown on the page of its holder."""

    @cached_property
    def post_held(self) -> Post:
        """The post, if the reader administers it."""
        return self.get_permitted(ADMINISTERS_POST, pk=self.kwargs["pk"])

    @cached_property
    def person(self) -> User:
        """The holder, if the reader administers them."""
        return self.get_permitted(ADMINISTERS_PERSON, pk=self.post_held.person_id)

    def subject(self) -> Any:
        """Return the post."""
        return self.post_held


class EndPost(OfPost, ChangeView):
    """End a post."""

    form_class, slot = forms.EndPostForm, "end_form"

    def get_prefix(self) -> str:
        """Distinguish the form from those of the other posts."""
        return end_prefix(self.post_held)

    def act(self, form: Any) -> Post:
        return actions.end_post(actor=self.actor, post=self.post_held, at=self.at, **form.cleaned_data)


class SetHead(OfPost, ButtonView):
    """Say whether the holder of a post is the unit's head."""

    form_class = forms.HeadForm

    def act(self, form: Any) -> Post:
        return actions.set_head(actor=self.actor, post=self.post_held, at=self.at, **form.cleaned_data)


def ending(post: Post, *, alone: bool) -> list[Words]:
    """Return what happens when a post is ended; `alone` is whether nobody else holds the role for the unit."""
    named = {"role": post.get_role_display(), "unit": post.unit.name}
    left = [_("Nobody else is %(role)s of %(unit)s: what waits for this post then waits for nobody.") % named]
    return [
        _("After that day the person takes no more steps as %(role)s of %(unit)s. What they signed stays.") % named,
        *(left if alone else ()),
        _("A post that has ended cannot be taken up again; give a new one."),
    ]


def end_prefix(post: Post) -> str:
    """Return the prefix of the form that ends a post."""
    return f"end-{post.pk}"
