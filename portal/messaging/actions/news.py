"""Telling people at once what others have done with what concerns them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial

from django.utils import timezone

from portal.accounts.models import User
from portal.core.personal import mask
from portal.core.workflow import StepTaken
from portal.messaging.enums import AGAIN, DeliveryState
from portal.messaging.models import Delivery, Message
from portal.messaging.queries import TOLD, WAITS, unsent
from portal.messaging.registry import MESSAGE_TEMPLATES, News, PlaceholderValues, Reminder


def tell_of_step(taken: StepTaken) -> None:
    """Write into inboxes what a step means for others. They have it when the step is committed."""
    for template in MESSAGE_TEMPLATES:
        news = template.news
        if news and news.workflow == taken.workflow.name and taken.row.verb in news.verbs:
            tell(
                (one for one in news.people(taken.subject, taken.at) if _may_know(one, news, taken)),
                by=taken.actor,
                kind=template.key,
                cause=f"{WAITS if news.waits else TOLD}:{taken.line.pk}",
                words=partial(_words, news, taken),
                url=news.url(taken.subject),
                at=taken.at,
            )


def tell(
    people: Iterable[User], *, by: User, kind: str, cause: str, words: PlaceholderValues, url: str, at: datetime
) -> list[Message]:
    """Write one message into the inbox of each of these people but whoever did it, once for a cause.

    The next digest takes up what they have not read by then.

    Args:
        by: Who did what is told.
        kind: Key of a message template.
        url: The page it leads to, without host and language.

    Raises:
        KeyError: The kind is no key of a message template.
    """
    day = timezone.localdate(at)
    reminders = [
        Reminder(person=one, kind=kind, cause=cause, step="told", due=day, words=words, url=url)
        for one in {person.pk: person for person in people if person.pk != by.pk}.values()
    ]
    return Message.objects.bulk_create(unsent(reminders, at=at), ignore_conflicts=True) if reminders else []


def take_back(people: Iterable[User], *, url: str) -> None:
    """Remove what people were told of something that is kept from them now, read or not.

    A digest of it that is not sent yet goes too; what else it held goes into the next one.

    Args:
        url: The page that the messages lead to, without host and language.
    """
    rows = Message.objects.filter(person__in=[one.pk for one in people], url=url)
    unsent_yet = Delivery.objects.filter(state__in=[DeliveryState.WAITING, *AGAIN], messages__in=rows)
    Delivery.objects.filter(pk__in=list(unsent_yet.order_by().values_list("pk", flat=True))).delete()
    rows.delete()


def _may_know(person: User, news: News, taken: StepTaken) -> bool:
    return person.pk != taken.actor.pk and news.policy.allows(person, taken.subject, at=taken.at)


def _words(news: News, taken: StepTaken) -> Mapping[str, str]:
    # Who sends back an unmasked number is likely to quote it, and messages leave the portal.
    return {"who": taken.actor.name, "reason": mask(taken.reason), **news.words(taken.subject)}
