"""Units, people, the posts they hold, and single hand-overs of a unit."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext_lazy as _
from simple_history.models import HistoricalRecords

from portal.accounts.enums import Role, UnitKind
from portal.core.grants import Grant
from portal.core.workflow import Versioned


def in_language(zh: str, en: str) -> str:
    """Return the name in the active language; Chinese where there is no English one."""
    return en if en and (get_language() or "").startswith("en") else zh


class Unit(Versioned):
    """A township, one of its stations or one of its villages."""

    code = models.CharField(_("Code"), max_length=20, unique=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("Part of")
    )
    kind = models.CharField(_("Kind"), max_length=10, choices=UnitKind)
    name_zh = models.CharField(_("Name in Chinese"), max_length=60)
    name_en = models.CharField(_("Name in English"), max_length=80)
    publishing_body_zh = models.CharField(_("Publishing body in Chinese"), max_length=80, blank=True)
    publishing_body_en = models.CharField(_("Publishing body in English"), max_length=100, blank=True)
    supervision_phone = models.CharField(_("Supervision telephone"), max_length=30, blank=True)
    supervision_contact_zh = models.CharField(_("Who answers it, in Chinese"), max_length=60, blank=True)
    supervision_contact_en = models.CharField(_("Who answers it, in English"), max_length=80, blank=True)
    boards_zh = models.CharField(_("Where the notice boards are, in Chinese"), max_length=200, blank=True)
    boards_en = models.CharField(_("Where the notice boards are, in English"), max_length=200, blank=True)
    opinion_box_zh = models.CharField(_("Opinion box, in Chinese"), max_length=200, blank=True)
    opinion_box_en = models.CharField(_("Opinion box, in English"), max_length=200, blank=True)
    is_active = models.BooleanField(_("In use"), default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=UnitKind.TOWN, parent__isnull=True)
                | (~Q(kind=UnitKind.TOWN) & Q(parent__isnull=False)),
                name="unit_town_is_root",
            ),
        ]
        permissions = [("deputise", "May prepare notices for this unit in its clerk's place")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return in_language(self.name_zh, self.name_en)

    @property
    def publishing_body(self) -> str:
        """The body that answers for the unit's notices, in the active language."""
        return in_language(self.publishing_body_zh or self.name_zh, self.publishing_body_en or self.name_en)

    @property
    def supervision_contact(self) -> str:
        """Who answers the supervision telephone, in the active language where it was entered in that."""
        return in_language(self.supervision_contact_zh, self.supervision_contact_en or self.supervision_contact_zh)

    @property
    def boards(self) -> str:
        """Where the unit's notice boards are, in the active language."""
        return in_language(self.boards_zh, self.boards_en)

    @property
    def opinion_box(self) -> str:
        """Where the opinion box is and when it is opened, in the active language."""
        return in_language(self.opinion_box_zh, self.opinion_box_en)

    @property
    def town(self) -> Unit:
        """The township the unit belongs to; itself for a township."""
        return self.parent or self

    @property
    def is_village(self) -> bool:
        """Whether the supervision committee must countersign the unit's notices."""
        return self.kind == UnitKind.VILLAGE


class UserManager(BaseUserManager["User"]):
    """Makes accounts. There is no way to make a superuser, because there are none."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """Create an account; without a password nobody can sign in with it."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(Versioned, AbstractBaseUser, PermissionsMixin):
    """A person who works with the portal, or the portal itself where it acts on its own."""

    username = models.CharField(_("User name"), max_length=60, unique=True)
    name_zh = models.CharField(_("Name"), max_length=60)
    name_en = models.CharField(_("Name in Latin letters"), max_length=80, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Mobile telephone"), max_length=30, blank=True)
    is_active = models.BooleanField(_("May sign in"), default=True)
    is_system = models.BooleanField(default=False, editable=False)
    date_joined = models.DateTimeField(auto_now_add=True)
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name_zh"]
    objects = UserManager()

    class Meta:
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(condition=Q(is_superuser=False), name="user_no_superuser"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The person's name in the active language."""
        return in_language(self.name_zh, self.name_en)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save. That somebody signed in is no change of the account: it leaves no row of history."""
        signed_in_only = set(kwargs.get("update_fields") or ()) == {"last_login"}
        if signed_in_only:
            self.skip_history_when_saving = True
        try:
            super().save(*args, **kwargs)
        finally:
            if signed_in_only:
                del self.skip_history_when_saving

    def get_full_name(self) -> str:
        """Return the name, for libraries that ask for it so."""
        return self.name


class Post(Versioned):
    """A person holds a role for a unit from one day to another. The only source of roles.

    `ends_on` is the last day, open while it is empty.
    """

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts", verbose_name=_("Person"))
    role = models.CharField(_("Role"), max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts", verbose_name=_("Unit"))
    title_zh = models.CharField(_("Title in Chinese"), max_length=60)
    title_en = models.CharField(_("Title in English"), max_length=80, blank=True)
    is_head = models.BooleanField(
        _("Head of the unit"), default=False, help_text=_("Reminded together with the clerk of what the unit owes.")
    )
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"), null=True, blank=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["unit__code", "role", "starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="post_role_known"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="post_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["person", "role", "unit"], condition=Q(ends_on__isnull=True), name="post_open_once"
            ),
            models.CheckConstraint(condition=~Q(person=F("given_by")), name="post_not_to_oneself"),
        ]
        indexes = [models.Index(fields=["person", "role", "unit"], name="post_by_person")]

    def __str__(self) -> str:
        return f"{self.person} – {self.title}"

    @property
    def title(self) -> str:
        """What the holder is called, in the active language."""
        return in_language(self.title_zh, self.title_en)


class StaffMember(models.Model):
    """A person on a unit's staff board, whether or not they use the portal."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="staff", verbose_name=_("Unit"))
    name = models.CharField(_("Name"), max_length=60)
    name_en = models.CharField(_("Name in Latin letters"), max_length=80, blank=True)
    title_zh = models.CharField(_("Title in Chinese"), max_length=60)
    title_en = models.CharField(_("Title in English"), max_length=80, blank=True)
    duties_zh = models.CharField(_("Duties in Chinese"), max_length=120, blank=True)
    duties_en = models.CharField(_("Duties in English"), max_length=160, blank=True)
    phone = models.CharField(_("Office telephone"), max_length=30, blank=True)
    order = models.PositiveSmallIntegerField(_("Order"), default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["unit__code", "order", "pk"]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name in the active language."""
        return in_language(self.name, self.name_en)

    @property
    def title(self) -> str:
        """The title in the active language."""
        return in_language(self.title_zh, self.title_en)

    @property
    def duties(self) -> str:
        """The duties in the active language."""
        return in_language(self.duties_zh, self.duties_en)


class UnitGrant(Grant):
    """One unit handed over to one person, who deputises for its clerk."""

    content_object = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="grants")
