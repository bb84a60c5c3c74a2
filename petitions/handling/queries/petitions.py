"""Reads about petitions: whom each waits for, whom it can be given to, what it may repeat."""

from collections import defaultdict
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from petitions.handling.enums import OPEN, PetitionState, Stage
from petitions.handling.models import Bar, Opinion, Petition, PetitionGrant, Review
from petitions.handling.policies import ENTERS_FOR, STEPS, WORKS_ON
from petitions.handling.workflow import PETITION, WAITS_FOR
from portal.accounts.enums import Role
from portal.accounts.models import Post, Unit, User
from portal.accounts.queries import posts_not_ended, published_telephones, units
from portal.cases.models import Case as CaseRow
from portal.core.demonstration import today_of_due_days
from portal.core.policy import Policy, all_of, any_of, in_states

Person = User | AnonymousUser

_WAITS_FOR_WHOM: dict[str, list[str]] = defaultdict(list)
"""The states in which those wait whom a policy of STEPS names."""
for _state, _verb in WAITS_FOR.items():
    _WAITS_FOR_WHOM[PETITION.find(_state, _verb).who].append(_state)
_WAITS_FOR_WHOM["settles"].append(PetitionState.HANDLING)

TAKES_NEXT_STEP = Policy(
    Petition,
    any_of(*(all_of(in_states(*states), STEPS[who].condition) for who, states in _WAITS_FOR_WHOM.items())),
)


def with_context(rows: QuerySet[Petition]) -> QuerySet[Petition]:
    """Return petitions with what their pages and lists show of them, and whether an opinion `has_draft`."""
    draft = Opinion.objects.filter(petition=OuterRef("pk"), signed_at=None)
    return rows.annotate(has_draft=Exists(draft)).select_related(
        "case__entered_by",
        "clock",
        "step_clock",
        "town",
        "unit",
        "place",
        "sponsor",
        "repeats__case",
        "merged_into__case",
    )


def working_on(person: Person, at: datetime) -> QuerySet[Petition]:
    """Return the petitions this person sees in the desk, newest first."""
    return with_context(WORKS_ON.permitted(person, at=at))


def to_do(person: Person, at: datetime) -> QuerySet[Petition]:
    """Return the petitions whose next step is this person's."""
    return TAKES_NEXT_STEP.permitted(person, at=at).filter(state__in=list(WAITS_FOR))


def conclude_due(at: datetime) -> QuerySet[Petition]:
    """Return the petitions for which nobody asked for a review in time, or of which none can be asked for."""
    states = [row.source for row in PETITION.rows if row.verb == "conclude"]
    is_over = Q(clock__due__lt=today_of_due_days(at)) | Q(clock=None)
    return Petition.objects.filter(is_over, state__in=states).select_related("case").order_by("pk")


def of_case(case: CaseRow) -> Petition:
    """Return the petition of a case."""
    return with_context(Petition.objects.filter(case=case)).get()


def towns_to_enter_for(person: Person, at: datetime) -> QuerySet[Unit]:
    """Return the townships for which this person enters what came otherwise than by web."""
    return ENTERS_FOR.permitted(person, at=at).filter(is_active=True).order_by("code")


def units_to_give_to(petition: Petition) -> QuerySet[Unit]:
    """Return the units that can be given a petition: of its township, not barred, nor with a head who is."""
    bars = Bar.objects.filter(petition=petition, lifted_at=None)
    heads = Post.objects.filter(person__in=bars.filter(person__isnull=False).values("person"), is_head=True)
    return (
        units()
        .filter(Q(pk=petition.town_id) | Q(parent=petition.town_id))
        .exclude(pk__in=bars.filter(unit__isnull=False).values("unit"))
        .exclude(pk__in=heads.values("unit"), parent__isnull=False)
    )


def handlers_of(petition: Petition, unit: Unit, at: datetime) -> QuerySet[User]:
    """Return who can be given a petition in a unit: its handlers, where it has none its clerks; nobody kept out."""
    posts = posts_not_ended(timezone.localdate(at)).filter(unit=unit, starts_on__lte=timezone.localdate(at))
    barred = Bar.objects.filter(petition=petition, lifted_at=None, person__isnull=False).values("person")
    people = User.objects.filter(is_active=True).exclude(pk__in=barred).order_by("username")
    handlers = people.filter(pk__in=posts.filter(role=Role.HANDLER).values("person"))
    return handlers if handlers.exists() else people.filter(pk__in=posts.filter(role=Role.CLERK).values("person"))


def given_to(petition: Petition) -> list[User]:
    """Return the people a petition was given to."""
    rows = PetitionGrant.objects.filter(content_object=petition).select_related("user").order_by("user__username")
    return [row.user for row in rows]


def reviewing_body(stage: str) -> str:
    """Return who decides on a review or a re-review, in Chinese."""
    if stage == Stage.REVIEW:
        return settings.REVIEW_AUTHORITY or "上一级人民政府"
    return settings.RE_REVIEW_AUTHORITY or "再上一级人民政府"


def draft_of(petition: Petition) -> Opinion | None:
    """Return the opinion that is not signed yet; None where there is none."""
    return Opinion.objects.filter(petition=petition, signed_at=None).first()


def opinion_of(petition: Petition) -> Opinion | None:
    """Return the opinion that stands: the last that was signed; None where there is none."""
    return Opinion.objects.filter(petition=petition, signed_at__isnull=False).order_by("-pk").first()


def open_review(petition: Petition) -> Review | None:
    """Return the review that is being decided on; None where there is none."""
    return Review.objects.filter(petition=petition, decided_on=None).first()


def published_for(petition: Petition) -> frozenset[str]:
    """Return the telephones that the units publish which a petition concerns; its texts may name them."""
    return published_telephones(*filter(None, (petition.town, petition.unit, petition.place)))


def others_to_merge_with(petition: Petition, person: Person, at: datetime) -> QuerySet[Petition]:
    """Return the open petitions of the same township that this person sees, which one may be merged with."""
    rows = WORKS_ON.permitted(person, at=at).filter(town=petition.town, state__in=OPEN, merged_into=None)
    return with_context(rows.exclude(pk=petition.pk))
