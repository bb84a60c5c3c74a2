"""The steps of a petition."""

from typing import Any

from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from petitions.handling import forms
from petitions.handling.actions import ending, handling, oversight, routing
from petitions.handling.actions.routing import proposed_subject
from petitions.handling.desk.petitions import petition_page
from petitions.handling.enums import (
    ASSIGNMENT_LIMIT,
    CASE_KIND,
    SUPERVISION_LIMIT,
    Barring,
    Category,
    PetitionState,
    SealedFor,
)
from petitions.handling.models import Petition
from petitions.handling.policies import STEPS, WORKS_ON
from petitions.handling.presenters.staff import mergeable_words, title_of
from petitions.handling.queries import desk as queries
from petitions.handling.queries.petitions import (
    draft_of,
    others_to_merge_with,
    units_to_give_to,
    working_on,
)
from petitions.handling.workflow import PETITION, WAITS_FOR
from portal.cases.actions.clocks import proposed
from portal.cases.actions.reading import alike
from portal.cases.models import Case
from portal.core.demonstration import today_of_due_days
from portal.desk.steps import StepView

LIKELY = 20
"""Petitions that are offered to be merged with, the most alike first."""


class PetitionStep(StepView):
    """What the steps of a petition have in common."""

    workflow, policy, policies, page = PETITION, WORKS_ON, STEPS, petition_page
    success_url = reverse_lazy("petitions_desk:petitions")
    subject: Petition

    def visible(self, pk: int) -> Petition | None:
        """Return the petition with what its page shows, if this person works on it."""
        return working_on(self.actor, self.at).filter(pk=pk).first()

    def subject_title(self) -> str:
        """Return number and subject, as they are once the step is taken."""
        petition = self.done or self.subject
        return f"{petition.number} {title_of(petition)}"

    def is_awaited(self) -> bool:
        return WAITS_FOR.get(PetitionState(self.subject.state)) == self.verb


class Register(PetitionStep):
    """Register it."""

    verb, action, form_class, at_once = "register", routing.register, forms.RegisterForm, True

    def get_initial(self) -> dict[str, Any]:
        petition = self.subject
        return {"category": petition.category, "matter": petition.matter, "subject": proposed_subject(petition)}

    def form_arguments(self) -> dict[str, Any]:
        bars = self.subject.bars.filter(why=Barring.NAMED, lifted_at=None).select_related("person")
        return {
            "named": [bar.person for bar in bars if bar.person],
            "find": lambda number: queries.find_number(number, self.actor, self.at),
        }

    def take_proposed(self) -> Any:
        """Register it, and accept it for the unit that usually handles its matter."""
        return routing.accept_as_proposed(actor=self.actor, petition=self.subject, seen=self.seen, at=self.at)


class _Giving(PetitionStep):
    """Give it to a unit and to people of it."""

    def get_initial(self) -> dict[str, Any]:
        unit = self.subject.unit or queries.proposed_unit(self.subject)
        return {"unit": unit.code} if unit else {}

    def form_arguments(self) -> dict[str, Any]:
        return {
            "offered": {"unit": units_to_give_to(self.subject)},
            "people": queries.people_to_give_to(self.subject, self.at),
        }


class Accept(_Giving):
    """Accept it and give it to a unit."""

    verb, action, form_class, at_once = "accept", routing.accept, forms.AcceptForm, True

    def form_arguments(self) -> dict[str, Any]:
        return {**super().form_arguments(), "is_sealed": self.subject.sealed_for != SealedFor.NOBODY}

    def consequences(self) -> list[Any]:
        if self.subject.sealed_for != SealedFor.NOBODY:
            return [_("Only who you name here sees it besides you. The notice of acceptance gets its number.")]
        return [
            _("The petitioner is written to, and the notice of acceptance gets its number: print it from this page."),
            _("The 60 days of the opinion begin tomorrow. Whoever is given it sees text and sender."),
        ]

    def take_proposed(self) -> Any:
        """Accept it for the unit that usually handles its matter."""
        return routing.accept_as_proposed(actor=self.actor, petition=self.subject, seen=self.seen, at=self.at)


class Assign(_Giving):
    """Assign it with a date."""

    verb, action, form_class = "assign", routing.assign, forms.AssignForm

    def get_initial(self) -> dict[str, Any]:
        due = proposed(CASE_KIND, ASSIGNMENT_LIMIT, timezone.localdate(self.at)).date
        return {**super().get_initial(), "due": due}

    def consequences(self) -> list[Any]:
        return [_("The unit sees text and sender. It is not accepted yet: the 15 days to tell the petitioner run on.")]


class Object(PetitionStep):
    """Say that it is not this unit's."""

    verb, action, form_class = "object", routing.object_to, forms.ReasonForm

    def is_awaited(self) -> bool:
        return False

    def consequences(self) -> list[Any]:
        return [_("It goes back to the office, and you see it no more.")]


class Recall(PetitionStep):
    """Take the assignment back."""

    verb, action, form_class = "recall", routing.recall, forms.OptionalReasonForm


class Forward(PetitionStep):
    """Forward it to another body."""

    verb, action, form_class = "forward", routing.forward, forms.BodyForm

    def consequences(self) -> list[Any]:
        return [_("The petitioner is told where it went. The letter of forwarding gets its number; it ends here.")]


class _TurningAway(PetitionStep):
    """End it with a notice."""

    def consequences(self) -> list[Any]:
        return [_("The petitioner is told, and the notice gets its number: print it from this page. It ends here.")]


class Redirect(_TurningAway):
    """Show the body that can act."""

    verb, action, form_class = "redirect", routing.redirect, forms.RedirectForm


class ToLegalChannel(_TurningAway):
    """Show the legal channel."""

    verb, action, form_class = "to_legal_channel", routing.to_legal_channel, forms.ChannelForm


class Refuse(_TurningAway):
    """Do not accept it."""

    verb, action, form_class = "refuse", routing.refuse, forms.RefuseForm


class Merge(PetitionStep):
    """Merge it with another."""

    verb, action, form_class = "merge", routing.merge, forms.MergeForm

    @cached_property
    def others(self) -> list[tuple[Petition, str]]:
        """The petitions it can be merged with, the most alike first, then those of the same place and matter."""
        rows = others_to_merge_with(self.subject, self.actor, self.at)
        among = Case.objects.filter(pk__in=rows.order_by().values("case"))
        found = alike(actor=self.actor, case=self.subject.case, among=among, at=self.at)[:LIKELY]
        percent = {one.case: one.percent for one in found}
        near = rows.filter(place=self.subject.place, matter=self.subject.matter)[:LIKELY]
        by_case = {one.case_id: one for one in [*rows.filter(case__in=percent), *near]}
        ordered = sorted(by_case.values(), key=lambda one: -percent.get(one.case_id, 0))
        return [(one, mergeable_words(one, percent.get(one.case_id))) for one in ordered[:LIKELY]]

    def is_offered(self) -> bool:
        return bool(self.others)

    def form_arguments(self) -> dict[str, Any]:
        return {"others": self.others}

    def consequences(self) -> list[Any]:
        return [_("Its petitioner is told, and follows the other one from now on. They cannot be parted again.")]


class Begin(PetitionStep):
    """Begin to handle it."""

    verb, action = "begin", handling.begin

    def consequences(self) -> list[Any]:
        return [
            _("By beginning you say that you have no interest in the matter, nor a relative who has."),
            _("Else step aside: you see it no more, and the office gives it to somebody else."),
        ]


class Recuse(PetitionStep):
    """Step aside."""

    verb, action, form_class = "recuse", handling.recuse, forms.ReasonForm


class Reassign(_Giving):
    """Give it to others."""

    verb, action, form_class = "reassign", handling.reassign, forms.ReassignForm

    def consequences(self) -> list[Any]:
        return [_("Whoever had it sees it no more. The day stays, and what was recorded.")]


class Record(PetitionStep):
    """Record what was done."""

    verb, action, form_class = "record", handling.record, forms.RecordForm

    def get_initial(self) -> dict[str, Any]:
        return {"held_on": timezone.localdate(self.at)}


class AskExtension(PetitionStep):
    """Ask for more time."""

    verb, action, form_class = "ask_extension", handling.ask_extension, forms.ExtensionForm

    def is_offered(self) -> bool:
        clock = self.subject.clock
        is_over = clock is None or clock.due is None or clock.due < today_of_due_days(self.at)
        return not is_over and clock is not None and not clock.extended_days

    def get_initial(self) -> dict[str, Any]:
        return {"days": 30}


class Extend(PetitionStep):
    """Extend the time."""

    verb, action, form_class = "extend", handling.extend, forms.ExtendForm

    def consequences(self) -> list[Any]:
        days = _("It is extended by %(count)d days, once. The petitioner is written to with the reason.")
        return [days % {"count": self.subject.extension_days}]


class RefuseExtension(PetitionStep):
    """Do not extend it."""

    verb, action, form_class = "refuse_extension", handling.refuse_extension, forms.ReasonForm


class Draft(PetitionStep):
    """Hand in the opinion."""

    verb, action, form_class = "draft", handling.draft, forms.DraftForm

    def get_initial(self) -> dict[str, Any]:
        """Begin with what was written before, or with the words that were chosen."""
        draft = draft_of(self.subject)
        if draft:
            names = ("result", "finding", "is_mediated", "facts", "text")
            return {name: getattr(draft, name) for name in names}
        chosen = self.request.GET.get("words", "")
        words = queries.answer_texts(self.subject.town).filter(pk=int(chosen)).first() if chosen.isdecimal() else None
        return {"facts": words.facts, "text": words.text} if words else {}

    def consequences(self) -> list[Any]:
        return [_("The office checks it and a leader signs it before it is served. Until then you can take it back.")]


class Settle(PetitionStep):
    """Close it with what was found."""

    verb, action, form_class = "settle", handling.settle, forms.SettleForm

    def is_awaited(self) -> bool:
        return self.subject.category == Category.ACCUSATION

    def consequences(self) -> list[Any]:
        return [_("Whoever gave their name is told that it is closed, and nothing of what was found.")]


class TakeBack(PetitionStep):
    """Take the opinion back."""

    verb, action = "take_back", handling.take_back

    def consequences(self) -> list[Any]:
        return [_("It waits for its opinion again, by the same day. What was written is kept.")]


class Check(PetitionStep):
    """Pass the opinion on to be signed."""

    verb, action = "check", handling.check

    def consequences(self) -> list[Any]:
        return [_("You say that facts, ground and remedies are in order. A leader signs it.")]


class SendBack(PetitionStep):
    """Send the opinion back."""

    verb, action, form_class = "send_back", handling.send_back, forms.ReasonForm


class Sign(PetitionStep):
    """Sign the opinion."""

    verb, action = "sign", handling.sign

    def consequences(self) -> list[Any]:
        return [
            _("It is decided as of today and gets its number. The office prints it, seals it and serves it."),
            _("It cannot be changed or taken back."),
        ]


class Serve(PetitionStep):
    """Enter how it was served."""

    verb, action, form_class = "serve", handling.serve, forms.ServeForm

    def get_initial(self) -> dict[str, Any]:
        return {"served_on": timezone.localdate(self.at)}

    def consequences(self) -> list[Any]:
        return [_("The petitioner reads it with number and code, and can rate it.")]


class Close(PetitionStep):
    """Close and file it."""

    verb, action = "close", ending.close

    def consequences(self) -> list[Any]:
        return [_("The petitioner can still rate it, and ask for a review until the time for that is over.")]


class Rate(PetitionStep):
    """Enter the rating."""

    verb, action, form_class = "rate", ending.rate, forms.RatingForm

    def is_offered(self) -> bool:
        opinion = self.subject.opinions.filter(signed_at__isnull=False).last()
        return opinion is not None and opinion.result != "" and not hasattr(opinion, "rating")


class AskReview(PetitionStep):
    """Enter that a review is asked for."""

    verb, action, form_class = "ask_review", ending.ask_review, forms.AskReviewForm

    def is_offered(self) -> bool:
        due = self.subject.clock.due if self.subject.clock else None
        return due is not None and due >= today_of_due_days(self.at)


class AskReReview(AskReview):
    """Enter that a re-review is asked for."""

    verb, action = "ask_re_review", ending.ask_re_review


class Uphold(PetitionStep):
    """Enter that the opinion was upheld or changed."""

    verb, action, form_class = "uphold", ending.uphold, forms.UpholdForm

    def get_initial(self) -> dict[str, Any]:
        return {"decided_on": timezone.localdate(self.at)}


class Overturn(PetitionStep):
    """Enter that it is to be handled again."""

    verb, action, form_class = "overturn", ending.overturn, forms.OverturnForm

    def get_initial(self) -> dict[str, Any]:
        return {"decided_on": timezone.localdate(self.at)}

    def consequences(self) -> list[Any]:
        return [_("It is handled again by those who had it, and the 60 days begin anew. The petitioner is told.")]


class HoldHearing(PetitionStep):
    """Enter a public hearing."""

    verb, action, form_class = "hold_hearing", ending.hold_hearing, forms.HearingForm


class Reopen(PetitionStep):
    """Take it up again."""

    verb, action, form_class = "reopen", ending.reopen, forms.ReasonForm

    def consequences(self) -> list[Any]:
        return [_("It is handled again by those who had it, and the 60 days begin anew. The petitioner is told.")]


class Conclude(PetitionStep):
    """Conclude it."""

    verb, action = "conclude", ending.conclude

    def is_offered(self) -> bool:
        due = self.subject.clock.due if self.subject.clock else None
        return due is None or due < today_of_due_days(self.at)

    def consequences(self) -> list[Any]:
        return [_("No review was asked for in time, or none can be. It is final; the portal does it by itself too.")]


class TakeUp(PetitionStep):
    """Take it up after all."""

    verb, action, form_class = "take_up", routing.take_up, forms.ReasonForm


class Withdraw(PetitionStep):
    """Enter that it is withdrawn."""

    verb, action = "withdraw", ending.withdraw

    def consequences(self) -> list[Any]:
        return [_("Only when the petitioner said so. It ends without an answer; the petitioner is written to.")]


class Supervise(PetitionStep):
    """Supervise it."""

    verb, action, form_class = "supervise", oversight.supervise, forms.SuperviseForm

    def get_initial(self) -> dict[str, Any]:
        return {"due": proposed(CASE_KIND, SUPERVISION_LIMIT, timezone.localdate(self.at)).date}


class Sponsor(PetitionStep):
    """Name a leader who answers for it."""

    verb, action, form_class = "sponsor", oversight.sponsor, forms.SponsorForm

    def form_arguments(self) -> dict[str, Any]:
        return {"offered": {"leader": queries.leaders_to_name(self.subject, self.at)}}


ALL = (
    *(Register, Accept, Assign, Object, Recall, Forward, Redirect, ToLegalChannel, Refuse, Merge, TakeUp),
    *(Begin, Recuse, Reassign, Record, AskExtension, Extend, RefuseExtension, Draft, Settle, TakeBack),
    *(Check, SendBack, Sign, Serve, Close, Rate, AskReview, AskReReview, Uphold, Overturn, HoldHearing),
    *(Reopen, Conclude, Withdraw, Supervise, Sponsor),
)
"""Each verb of `PETITION` but `receive`, which the intake has."""
