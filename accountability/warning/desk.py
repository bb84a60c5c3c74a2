"""Early warning on the desk: the table of a quarter, a unit's row, rules and reminders; and the secretary's year."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy, override, pgettext_lazy

from accountability.warning import actions, documents
from accountability.warning.enums import Level, Mark, Risk
from accountability.warning.forms import LimitsForm, RemindForm
from accountability.warning.presenters import risks as presenters, year as year_presenters
from accountability.warning.queries import figures, limits as limits_queries, table as queries, year as year_queries
from accountability.warning.queries.table import Table
from accountability.warning.rules import Quarter
from disclosure.obligations.queries.awaited import units_followed
from portal.accounts.models import Unit
from portal.core.demonstration import today_of_due_days
from portal.core.workflow import Words
from portal.desk.pages import crumbs
from portal.desk.views import ActionView, ButtonView, DeskView, Way
from portal.messaging.models import Campaign

RISKS: Way = ((gettext_lazy("Early warning"), "accountability_desk:risks"),)


class RisksView(DeskView):
    """A page for those who see any row of the table."""

    @cached_property
    def units(self) -> list[Unit]:
        """The units whose rows the reader sees."""
        return list(queries.units_seen(self.actor, at=self.at))

    def exists_for_actor(self) -> bool:
        return bool(self.units)

    @cached_property
    def town(self) -> Unit:
        """The town that is shown: the one asked for, else the first the reader sees a unit of."""
        towns = {unit.town.code: unit.town for unit in self.units}
        return towns.get(self.request.GET.get("town", "")) or next(iter(towns.values()))

    @cached_property
    def is_overseen(self) -> bool:
        """Whether the reader oversees the town, and not a single unit."""
        return queries.towns_overseen(self.actor, at=self.at).filter(pk=self.town.pk).exists()

    @cached_property
    def quarter(self) -> Quarter:
        """The quarter asked for."""
        try:
            return Quarter.parse(self.kwargs["quarter"])
        except ValueError as fault:
            raise Http404(str(fault)) from fault

    def table(self) -> Table:
        """Return the table of the quarter, as the reader sees it."""
        found = queries.table(self.actor, self.town, self.quarter, at=self.at)
        if found is None or not found.rows:
            raise Http404(_("This quarter was not counted."))
        return found


class Year(DeskView):
    """The secretary's year on one screen."""

    @cached_property
    def towns(self) -> list[Unit]:
        """The towns the reader oversees."""
        return list(queries.towns_overseen(self.actor, at=self.at))

    def exists_for_actor(self) -> bool:
        return bool(self.towns)

    def get(self, request: HttpRequest) -> HttpResponse:
        town = next((one for one in self.towns if one.code == request.GET.get("town")), self.towns[0])
        years = year_queries.years_of(town, today=today_of_due_days(self.at))
        year = next((one for one in years if str(one) == request.GET.get("year")), years[0])
        told = figures.of_year(town, year, at=self.at)
        context = {
            "shown": year_presenters.year_shown(year_queries.year_of(town, year, at=self.at)),
            "reminders": told.reminders,
            "risks": year_presenters.risks_lines(told),
            "years": years,
            "marks": list(Mark),
            "soon": year_queries.SOON.days,
            "crumbs": self.crumbs(),
        }
        return render(request, "accountability/warning/year.html", context)


class Risks(RisksView):
    """The quarter that was counted last; where none was, how it is counted."""

    def get(self, request: HttpRequest) -> HttpResponse:
        counts = queries.counts_of(self.town)
        if counts and not self.is_overseen and len(self.units) == 1:
            return redirect("accountability_desk:risks_unit", quarter=counts[0].quarter, code=self.units[0].code)
        if counts:
            return redirect("accountability_desk:risks_quarter", quarter=counts[0].quarter)
        quarter = Quarter.ended(today_of_due_days(self.at))
        context = {
            "quarter": str(quarter),
            "name": presenters.name_of(quarter),
            "is_overseen": self.is_overseen,
            "crumbs": self.crumbs(),
        }
        return render(request, "accountability/warning/none.html", context)


class RisksOfQuarter(RisksView):
    """The table of a quarter: units by risk, each medium or high cell with its reason."""

    below = ()

    def get(self, request: HttpRequest, quarter: str) -> HttpResponse:
        table = self.table()
        context = {
            "table": presenters.table_shown(table),
            "rules": presenters.rules_shown(limits_queries.limits_in_force(self.town)),
            "quarters": _named_quarters(self.town),
            "is_overseen": self.is_overseen,
            "is_whole": request.GET.get("all") == "1",
            "watched": len(table.watched),
            "high": table.units(Level.HIGH),
            "crumbs": self.crumbs(),
        }
        return render(request, "accountability/warning/risks.html", context)


class RisksOfUnit(RisksView):
    """One unit's row: every risk, why it is so, and each of its cases with where it leads."""

    def exists_for_actor(self) -> bool:
        return any(unit.code == self.kwargs["code"] for unit in self.units)

    @cached_property
    def town(self) -> Unit:
        return next(unit.town for unit in self.units if unit.code == self.kwargs["code"])

    def get(self, request: HttpRequest, quarter: str, code: str) -> HttpResponse:
        table = self.table()
        row = next((one for one in table.rows if one.unit.code == code), None)
        if row is None:
            raise Http404(_("This unit was not counted in this quarter."))
        whole = (_("Early warning"), reverse("accountability_desk:risks_quarter", args=[quarter]))
        way = [whole] if self.is_overseen or len(self.units) > 1 else []
        follows = set(units_followed(self.actor, at=self.at).values_list("pk", flat=True))
        context = {
            "row": presenters.row_shown(row, self.quarter, follows=follows),
            "quarter": quarter,
            "name": presenters.name_of(self.quarter),
            "counted_at": table.count.counted_at,
            "quarters": _named_quarters(self.town),
            "rules": presenters.rules_shown(limits_queries.limits_in_force(self.town)),
            "crumbs": crumbs(*way),
        }
        return render(request, "accountability/warning/unit.html", context)


class Overseen(RisksView):
    """What only who oversees the town does."""

    def exists_for_actor(self) -> bool:
        return bool(self.units) and self.is_overseen


class Download(Overseen):
    """The table as PDF or CSV."""

    def get(self, request: HttpRequest, quarter: str, form: str) -> HttpResponse:
        table = self.table()
        name = f"{self.town.code}-risks-{self.quarter}.{form}"
        if form == "csv":
            response = HttpResponse(documents.as_table(table), content_type="text/csv; charset=utf-8")
        else:
            limits = limits_queries.limits_in_force(self.town)
            response = HttpResponse(documents.as_pdf(self.town, table, limits), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class Count(Overseen, ButtonView):
    """Count a quarter again."""

    success_message = gettext_lazy("Counted.")

    def act(self, form: forms.Form) -> object:
        return actions.count(actor=self.actor, town=self.town, quarter=str(self.quarter), at=self.at)

    def get_success_url(self) -> str:
        return reverse("accountability_desk:risks")


class Remind(Overseen, ActionView):
    """Remind the units with a medium or high risk."""

    below = RISKS
    form_class = RemindForm
    template_name = "accountability/warning/remind.html"
    title = gettext_lazy("Send a reminder")
    button = gettext_lazy("Send it")
    success_message = gettext_lazy("The reminder goes out with the next messages of today.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "rows": self.table().watched}

    def get_initial(self) -> dict[str, Any]:
        name = presenters.name_of(self.quarter)
        return {
            "subject": _("Early warning of %(quarter)s: your unit") % {"quarter": name},
            "body": _(
                "Your unit has a medium or high risk in %(quarter)s. Open “Early warning” on the desk: each cell says"
                " what was counted. Publish what is owed, answer what is asked, and tell the town’s discipline"
                " commission within ten days what you have done."
            )
            % {"quarter": name},
        }

    def consequences(self) -> list[Words]:
        return [
            _("The heads and clerks of these units find it in their inbox. It cannot be taken back once it is sent.")
        ]

    def act(self, form: RemindForm) -> Campaign:
        chosen = set(form.cleaned_data["units"])
        text = actions.Text(
            name_zh=_named("zh-hans", self.quarter),
            name_en=_named("en", self.quarter),
            subject=form.cleaned_data["subject"],
            body=form.cleaned_data["body"],
        )
        to = [row.unit for row in self.table().watched if row.unit.code in chosen]
        return actions.remind(actor=self.actor, town=self.town, to=to, text=text, at=self.at)

    def get_success_url(self) -> str:
        return reverse("messages_desk:campaign", args=[self.done.pk])


class Rules(Overseen):
    """The rules in force, and what was set when."""

    below = RISKS

    def get(self, request: HttpRequest) -> HttpResponse:
        limits = limits_queries.limits_in_force(self.town)
        context = {"rules": presenters.rules_shown(limits), "crumbs": self.crumbs()}
        return render(request, "accountability/warning/rules.html", context)


class ChangeRule(Overseen, ActionView):
    """Set from where on a risk is medium and high."""

    form_class = LimitsForm
    template_name = "accountability/warning/rule.html"
    success_message = gettext_lazy("Saved. It holds from the next count on.")
    below = (*RISKS, (pgettext_lazy("of early warning", "Rules"), "accountability_desk:risk_rules"))

    @cached_property
    def rule(self) -> limits_queries.LimitsInForce:
        """The rule with the limits in force."""
        if self.kwargs["risk"] not in Risk:
            raise Http404(self.kwargs["risk"])
        return limits_queries.limits_in_force(self.town)[Risk(self.kwargs["risk"])]

    def get_initial(self) -> dict[str, Any]:
        limits = self.rule.limits
        return {"medium": limits.medium, "high": limits.high, "seen": self.rule.version}

    def act(self, form: LimitsForm) -> object:
        return actions.set_limits(
            actor=self.actor, town=self.town, risk=self.rule.rule.risk, at=self.at, **form.cleaned_data
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = presenters.rules_shown({self.rule.rule.risk: self.rule})[0]
        versions = limits_queries.versions(self.town, self.rule.rule.risk)
        return super().get_context_data(**{"rule": shown, "versions": versions} | kwargs)

    def get_success_url(self) -> str:
        return reverse("accountability_desk:risk_rules")


def _named_quarters(town: Unit) -> list[tuple[str, str]]:
    """Return the quarters of a town that were counted, with their names."""
    return [(one.quarter, presenters.name_of(Quarter.parse(one.quarter))) for one in queries.counts_of(town)]


def _named(language: str, quarter: Quarter) -> str:
    """Return what the reminder is called in a language."""
    with override(language):
        return _("Early warning, %(quarter)s") % {"quarter": presenters.name_of(quarter)}
