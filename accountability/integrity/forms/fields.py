"""Fields that the forms of integrity have in common."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.accounts.models import Post, Unit


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit by its name."""

    def __init__(self, label: Any, *, missing: Any = "", **more: Any) -> None:
        messages = {"required": missing} if missing else {}
        super().__init__(
            queryset=Unit.objects.none(), label=label, to_field_name="code", error_messages=messages, **more
        )


class PostField(forms.ChoiceField):
    """Somebody by one of their posts, so that unit and office are known with the person; or nobody."""

    def __init__(self, label: Any, *, missing: Any = "", **more: Any) -> None:
        super().__init__(label=label, error_messages={"required": missing} if missing else {}, **more)
        self.posts: dict[str, Post] = {}

    def offer(self, posts: Iterable[Post], *, empty: Any = "") -> None:
        """Offer the holders of posts, grouped by their unit."""
        groups: dict[str, list[tuple[str, str]]] = {}
        self.posts = {}
        for post in posts:
            self.posts[str(post.pk)] = post
            named = _("%(name)s, %(title)s") % {"name": post.person.name, "title": post.title}
            groups.setdefault(post.unit.name, []).append((str(post.pk), named))
        self.choices = [("", empty or _("Choose")), *groups.items()]

    def clean(self, value: Any) -> Post | None:
        """Return the post."""
        return self.posts.get(super().clean(value))


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An account by the person's name."""

    def __init__(self, label: Any, *, missing: Any = "", **more: Any) -> None:
        messages = {"required": missing} if missing else {}
        super().__init__(queryset=None, label=label, error_messages=messages, **more)

    def label_from_instance(self, obj: Any) -> str:
        """Return the name in the reader's language."""
        return str(obj.name)


def offer(form: forms.BaseForm, **rows: QuerySet[Any] | None) -> None:
    """Give the fields of a form that choose a row the rows they offer; None leaves a field as it is."""
    for name, offered in rows.items():
        if offered is not None and name in form.fields:
            form.fields[name].queryset = offered  # type: ignore[attr-defined]
