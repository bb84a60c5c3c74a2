"""The roster and its rules on the desk."""

from datetime import date, datetime, timedelta
from typing import Any

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from petitions.visit_days.actions import roster as actions, rules as rule_actions
from petitions.visit_days.enums import DayState
from petitions.visit_days.forms import COLUMNS, EndRuleForm, RuleForm, UntilForm
from petitions.visit_days.models import VisitDay, VisitRule
from petitions.visit_days.policies import KEEPS_RULE, PLANS_FOR, READS_FOR
from petitions.visit_days.presenters import staff as presenters, words
from petitions.visit_days.queries import roster as queries
from portal.accounts.desk.access import ForUnits
from portal.accounts.enums import UnitKind
from portal.accounts.models import Unit
from portal.core import dates
from portal.core.demonstration import today_of_due_days
from portal.desk.views import ActionView, ChangeView, DeskListView

MONTHS_BACK, MONTHS_AHEAD = 24, 13
SHOWN_AFTER = timedelta(days=7)
"""How long a day is shown after it, where no month is chosen."""
VISIT_DAYS = (gettext_lazy("Visit days"), "petitions_desk:visit_days")
RULES = (gettext_lazy("Rules of visit days"), "petitions_desk:visit_rules")


def _months(at: datetime) -> list[tuple[str, str]]:
    """Return the months one can look at, the latest first."""
    today = today_of_due_days(at)
    first = today.year * 12 + today.month - 1
    months = [divmod(first + offset, 12) for offset in range(MONTHS_AHEAD, -MONTHS_BACK - 1, -1)]
    return [(f"{year}-{month + 1:02}", _month_words(date(year, month + 1, 1))) for year, month in months]


def _month_words(first: date) -> str:
    return _("%(month)s %(year)d") % {"year": first.year, "month": dates.month_name(first)}


class RosterFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a month, and to a state. Without a month the list begins with the last week."""

    month = django_filters.ChoiceFilter(
        label=gettext_lazy("Month"),
        method="of_month",
        choices=lambda: _months(timezone.now()),
        empty_label=gettext_lazy("From last week on"),
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=DayState.choices, empty_label=gettext_lazy("All")
    )

    def of_month(self, rows: QuerySet[VisitDay], _name: str, value: str) -> QuerySet[VisitDay]:
        """Return the days of a month."""
        year, month = value.split("-")
        return rows.filter(day__year=int(year), day__month=int(month))


class Roster(DeskListView):
    """The visit days, month by month."""

    template_name, filterset_class = "petitions/visit_days/desk/roster.html", RosterFilter

    def exists_for_actor(self) -> bool:
        return READS_FOR.permitted(self.actor, at=self.at).exists()

    def get_queryset(self) -> QuerySet[VisitDay]:
        """Return the days, without what is long past where no month is chosen."""
        rows = queries.days_of(self.actor, self.at)
        is_of_month = self.request.GET.get("month")
        return rows if is_of_month else rows.filter(day__gte=today_of_due_days(self.at) - SHOWN_AFTER)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "rows": presenters.roster_rows(list(context["object_list"]), self.actor, self.at),
            "plans": PLANS_FOR.permitted(self.actor, at=self.at).exists(),
        }


class _ForTowns(ForUnits):
    """Something for those who plan visit days."""

    units_policy = PLANS_FOR

    @property
    def town(self) -> Unit:
        """The township whose visit days are planned."""
        found: Unit = self.units[0]
        return found


class _Until(_ForTowns, ActionView):
    """Something that is done up to a day."""

    below, form_class = (VISIT_DAYS,), UntilForm
    success_url = reverse_lazy("petitions_desk:visit_days")

    def words(self) -> dict[str, int]:
        return {"count": len(self.done)}


class Plan(_Until):
    """Make the roster by its rules."""

    title, button = gettext_lazy("Make the roster"), gettext_lazy("Make it")
    lead = gettext_lazy("Days that are planned follow their rules; what is published or changed by hand stays.")
    success_message = gettext_lazy("The roster is made. New days: %(count)d.")

    def get_initial(self) -> dict[str, Any]:
        return {"until": date(today_of_due_days(self.at).year, 12, 31)}

    def act(self, form: Any) -> list[VisitDay]:
        return actions.plan(actor=self.actor, town=self.town, until=form.cleaned_data["until"], at=self.at)


class Publish(_Until):
    """Publish the roster."""

    title, button = gettext_lazy("Publish the roster"), gettext_lazy("Publish")
    success_message = gettext_lazy("Published. Days: %(count)d.")

    @property
    def lead(self) -> str:  # type: ignore[override]  # it says a number
        """What is published without anybody's doing."""
        weeks = settings.VISIT_WEEKS_AHEAD
        return ngettext(
            "The portal publishes %(count)d week ahead by itself.",
            "The portal publishes %(count)d weeks ahead by itself.",
            weeks,
        ) % {"count": weeks}

    def consequences(self) -> list[Any]:
        return [
            _("The days stand on the website, on the poster and in calendars, and their places can be booked."),
            _("Each is an entry of the publication log. A published day can be moved or cancelled, not hidden."),
        ]

    def get_initial(self) -> dict[str, Any]:
        return {"until": today_of_due_days(self.at) + timedelta(weeks=settings.VISIT_WEEKS_AHEAD)}

    def act(self, form: Any) -> list[VisitDay]:
        return actions.publish_until(actor=self.actor, town=self.town, until=form.cleaned_data["until"], at=self.at)


class RuleFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrows nothing: a town has few rules."""


class Rules(_ForTowns, DeskListView):
    """The rules by which visit days are planned."""

    below, template_name, filterset_class = (VISIT_DAYS,), "petitions/visit_days/desk/rules.html", RuleFilter

    def get_queryset(self) -> QuerySet[VisitRule]:
        return queries.rules_of(self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        today = today_of_due_days(self.at)
        return context | {"rows": presenters.rule_rows(context["object_list"], today=today)}


class _RuleView(ActionView):
    """A rule of visit days."""

    below, form_class = (VISIT_DAYS, RULES), RuleForm
    template_name = "petitions/visit_days/desk/rule.html"
    button, success_url = gettext_lazy("Save"), reverse_lazy("petitions_desk:visit_rules")
    success_message = gettext_lazy("Saved. The roster follows when it is made next.")

    def form_arguments(self, town: Unit, rule: VisitRule | None) -> dict[str, Any]:
        """Return what the form offers."""
        return {
            "villages": queries.units_of_town(town).filter(kind=UnitKind.VILLAGE),
            "leaders": queries.leaders_of(town, today_of_due_days(self.at)),
            "rule": rule,
        }


class NewRule(_ForTowns, _RuleView):
    """Make a rule."""

    title = gettext_lazy("A new rule")

    def get_initial(self) -> dict[str, Any]:
        return {
            "kind": "weekly",
            "on_holiday": "postpone",
            "begins": "09:00",
            "ends": "11:30",
            "minutes": 20,
            "places": 6,
            "valid_from": today_of_due_days(self.at),
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | self.form_arguments(self.town, None)

    def act(self, form: RuleForm) -> VisitRule:
        return rule_actions.add_rule(
            actor=self.actor, town=self.town, turns=form.turns(), fields=form.columns(), at=self.at
        )


class _OfRule(_RuleView, ChangeView):
    """Something about one rule."""

    @cached_property
    def rule(self) -> VisitRule:
        """The rule."""
        return self.get_permitted(KEEPS_RULE, pk=self.kwargs["pk"])

    def exists_for_actor(self) -> bool:
        return bool(self.rule)

    def subject(self) -> VisitRule:
        return self.rule


class EditRule(_OfRule):
    """Change a rule."""

    title = gettext_lazy("Change the rule")

    def get_initial(self) -> dict[str, Any]:
        rule = self.rule
        turns = list(rule.turns.all())
        people = {f"leader_{n}": str(one.leader_id) for n, one in enumerate(turns, 1)}
        people |= {f"partner_{n}": str(one.partner_id or "") for n, one in enumerate(turns, 1)}
        host = rule.host.code if rule.host else None
        return (
            super().get_initial()
            | {name: getattr(rule, name) for name in (*COLUMNS, "weekdays", "month_day", "day")}
            | people
            | {"host": host}
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | self.form_arguments(self.rule.town, self.rule)

    def act(self, form: RuleForm) -> VisitRule:
        return rule_actions.change_rule(
            actor=self.actor,
            rule=self.rule,
            turns=form.turns(),
            fields=form.columns(),
            seen=form.cleaned_data["seen"],
            at=self.at,
        )


class EndRule(_OfRule):
    """End a rule."""

    template_name, form_class = "desk/action.html", EndRuleForm  # type: ignore[assignment]
    title, button = gettext_lazy("End the rule"), gettext_lazy("End it")
    success_message = gettext_lazy("The rule ends with that day.")

    @property
    def lead(self) -> str:  # type: ignore[override]  # it says which rule
        """The rule in a line."""
        return words.rule_words(self.rule)

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"last_day": today_of_due_days(self.at)}

    def act(self, form: Any) -> VisitRule:
        return rule_actions.end_rule(actor=self.actor, rule=self.rule, at=self.at, **form.cleaned_data)
