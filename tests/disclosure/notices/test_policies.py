"""Who sees an edition and who may take which step: both sides of each."""

import pytest
from django.contrib.auth.models import AnonymousUser

from disclosure.notices.actions import publishing, steps
from disclosure.notices.models import Edition
from disclosure.notices.policies import PREPARES, STEPS, VISIBLE
from disclosure.notices.queries.editions import visible, waiting_for
from disclosure.notices.workflow import EDITION
from portal.accounts.enums import Role
from portal.accounts.models import UnitGrant, User
from portal.core import grants
from portal.core.policy import Policy
from portal.core.workflow import open_steps
from tests.factories import NOON, Cast, PostFactory, UserFactory, approved, cast, person, published, text_draft

pytestmark = pytest.mark.django_db

EVERYBODY = ("clerk", "supervisor", "reviewer", "approver", "publisher", "lay", "administrator", "outsider")


def seers(cast: Cast, edition: Edition) -> set[str]:
    """Return who of the cast finds an edition, in the list and by itself."""
    found = set()
    for name in EVERYBODY:
        actor = getattr(cast, name)
        listed = visible(actor, at=NOON).filter(pk=edition.pk).exists()
        assert listed == VISIBLE.allows(actor, edition, at=NOON)
        if listed:
            found.add(name)
    if VISIBLE.allows(AnonymousUser(), edition, at=NOON):
        found.add("public")
    return found


TOWN = {"reviewer", "approver", "publisher"}


def test_a_draft_is_seen_by_its_clerk_alone() -> None:
    people = cast()
    assert seers(people, text_draft(people)) == {"clerk"}


def test_from_submission_on_those_who_decide_see_it() -> None:
    people = cast()
    edition = steps.submit(actor=people.clerk, edition=text_draft(people), at=NOON)
    assert seers(people, edition) == {"clerk", "supervisor"} | TOWN


def test_lay_supervisors_see_it_once_approved() -> None:
    people = cast()
    assert seers(people, approved(people, text_draft(people))) == {"clerk", "supervisor", "lay"} | TOWN


def test_everybody_sees_what_is_published_and_nobody_else_what_was_withdrawn() -> None:
    people = cast()
    everybody = {*EVERYBODY, "public"}
    first = published(people, text_draft(people))
    assert seers(people, first) == everybody
    withdrawn = publishing.withdraw(actor=people.publisher, edition=first, reason="重复公开", at=NOON)
    assert seers(people, withdrawn) == {"clerk", "supervisor"} | TOWN


def test_an_account_switched_off_sees_what_the_public_sees() -> None:
    people = cast()
    draft = text_draft(people)
    people.clerk.is_active = False
    people.clerk.save()
    assert not VISIBLE.allows(people.clerk, draft, at=NOON)
    assert not PREPARES.allows(people.clerk, draft, at=NOON)


def test_a_post_that_ended_yesterday_gives_nothing() -> None:
    people = cast()
    draft = text_draft(people)
    post = people.clerk.posts.get()
    post.ends_on = NOON.date().replace(day=13)
    post.save()
    assert not VISIBLE.allows(people.clerk, draft, at=NOON)
    post.ends_on = NOON.date()
    post.save()
    assert VISIBLE.allows(people.clerk, draft, at=NOON)


def test_a_post_that_begins_tomorrow_gives_nothing_yet() -> None:
    people = cast()
    draft = text_draft(people)
    later = person(Role.CLERK, people.village, starts_on=NOON.date().replace(day=15))
    assert not VISIBLE.allows(later, draft, at=NOON)


def test_a_deputy_of_the_unit_prepares_until_it_is_taken_back() -> None:
    people = cast()
    draft = text_draft(people)
    deputy: User = UserFactory()
    assert not PREPARES.allows(deputy, draft, at=NOON)
    grants.give(actor=people.administrator, person=deputy, codename="deputise", subject=people.village, at=NOON)
    assert PREPARES.allows(deputy, draft, at=NOON)
    assert UnitGrant.objects.get().content_object == people.village
    grants.take_back(actor=people.administrator, person=deputy, codename="deputise", subject=people.village, at=NOON)
    assert not PREPARES.allows(deputy, draft, at=NOON)


def test_nobody_reviews_or_approves_what_they_had_a_hand_in() -> None:
    people = cast()
    PostFactory(person=people.clerk, role=Role.REVIEWER, unit=people.town)
    PostFactory(person=people.clerk, role=Role.APPROVER, unit=people.town)
    PostFactory(person=people.clerk, role=Role.SUPERVISOR, unit=people.village)
    edition = steps.submit(actor=people.clerk, edition=text_draft(people), at=NOON)
    for who in ("countersigns", "reviews", "approves"):
        assert not STEPS[who].allows(people.clerk, edition, at=NOON)


def test_somebody_who_only_typed_a_word_into_the_draft_cannot_review_it() -> None:
    people = cast()
    helper = person(Role.CLERK, people.village)
    PostFactory(person=helper, role=Role.REVIEWER, unit=people.town)
    draft = text_draft(people)
    draft.contributors.add(helper)
    edition = steps.submit(actor=people.clerk, edition=draft, at=NOON)
    assert not STEPS["reviews"].allows(helper, edition, at=NOON)
    assert STEPS["reviews"].allows(people.reviewer, edition, at=NOON)


def test_nobody_both_reviews_and_approves_one_edition() -> None:
    people = cast()
    PostFactory(person=people.reviewer, role=Role.APPROVER, unit=people.town)
    edition = steps.submit(actor=people.clerk, edition=text_draft(people), at=NOON)
    edition = steps.countersign(actor=people.supervisor, edition=edition, at=NOON)
    assert STEPS["approves"].allows(people.reviewer, edition, at=NOON)
    edition = steps.review(actor=people.reviewer, edition=edition, at=NOON)
    assert not STEPS["approves"].allows(people.reviewer, edition, at=NOON)


def test_a_review_counts_even_after_it_was_sent_back() -> None:
    people = cast()
    PostFactory(person=people.reviewer, role=Role.APPROVER, unit=people.town)
    other = person(Role.REVIEWER, people.town)
    edition = approved(people, text_draft(people))
    draft = steps.send_back(actor=people.publisher, edition=edition, reason="缺附件", at=NOON)
    edition = steps.submit(actor=people.clerk, edition=draft, at=NOON)
    edition = steps.countersign(actor=people.supervisor, edition=edition, at=NOON)
    edition = steps.review(actor=other, edition=edition, at=NOON)
    assert not STEPS["approves"].allows(people.reviewer, edition, at=NOON)
    assert STEPS["approves"].allows(people.approver, edition, at=NOON)


def test_the_desk_of_each_shows_what_waits_for_them() -> None:
    people = cast()
    draft = text_draft(people)

    def waiting() -> set[str]:
        return {name for name in EVERYBODY if waiting_for(getattr(people, name), at=NOON).exists()}

    assert waiting() == {"clerk"}
    edition = steps.submit(actor=people.clerk, edition=draft, at=NOON)
    assert waiting() == {"supervisor"}
    edition = steps.countersign(actor=people.supervisor, edition=edition, at=NOON)
    assert waiting() == {"reviewer"}
    edition = steps.review(actor=people.reviewer, edition=edition, at=NOON)
    assert waiting() == {"approver"}
    edition = steps.approve(actor=people.approver, edition=edition, at=NOON)
    assert waiting() == {"publisher"}
    publishing.publish(actor=people.publisher, edition=edition, at=NOON, enqueue=False)
    assert waiting() == set()


def test_the_steps_offered_are_those_that_would_succeed() -> None:
    people = cast()
    edition = steps.submit(actor=people.clerk, edition=text_draft(people), at=NOON)
    opened = {
        name: [row.verb for row in open_steps(getattr(people, name), [edition], EDITION, STEPS, at=NOON)[edition.pk]]
        for name in ("supervisor", "reviewer", "outsider")
    }
    assert opened == {"supervisor": ["countersign", "send_back"], "reviewer": [], "outsider": []}


def test_a_policy_without_an_actor_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="needs an actor"):
        VISIBLE.permitted(None, at=NOON)


@pytest.mark.parametrize("name", [*STEPS])
def test_the_public_may_take_no_step(name: str) -> None:
    people = cast()
    published(people, text_draft(people))
    policy: Policy[Edition] = STEPS[name]
    assert not policy.permitted(AnonymousUser(), at=NOON).exists()
