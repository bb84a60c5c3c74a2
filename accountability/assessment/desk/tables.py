"""Scoring tables on the desk."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from accountability.assessment import forms
from accountability.assessment.actions import tables as actions
from accountability.assessment.desk.years import ASSESSMENTS
from accountability.assessment.enums import RuleKind
from accountability.assessment.models import ScoringTable, TableItem, TableRule
from accountability.assessment.policies import KEEPS_TABLE, KEEPS_TABLES_OF, READS_TABLE
from accountability.assessment.presenters import staff as presenters
from accountability.assessment.queries import assessments as queries
from portal.accounts.desk.access import ForUnits
from portal.desk.pages import crumbs
from portal.desk.views import ButtonView, ChangeView, DeskView

TABLES = (gettext_lazy("Scoring tables"), "accountability_desk:scoring_tables")


class Tables(DeskView):
    """The versions of the scoring table."""

    below = (ASSESSMENTS,)

    def exists_for_actor(self) -> bool:
        readable = READS_TABLE.permitted(self.actor, at=self.at)
        return readable.exists() or KEEPS_TABLES_OF.permitted(self.actor, at=self.at).exists()

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = list(queries.tables_of(self.actor, self.at))
        keeps = KEEPS_TABLES_OF.permitted(self.actor, at=self.at).exists()
        context = {
            "rows": rows,
            "may_begin": keeps and not any(row.frozen_at is None for row in rows),
            "crumbs": self.crumbs(),
        }
        return render(request, "accountability/assessment/desk/tables.html", context)


class TablePage(DeskView):
    """One version, item by item."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        table = get_object_or_404(queries.tables_of(self.actor, self.at), pk=pk)
        keeps = KEEPS_TABLE.allows(self.actor, table, at=self.at)
        context = {
            "table": presenters.shown_table(queries.parts_of(table), keeps=keeps),
            "keeps": keeps,
            "crumbs": crumbs(
                (_("Assessment"), reverse("accountability_desk:assessments")),
                (_("Scoring tables"), reverse("accountability_desk:scoring_tables")),
            ),
        }
        return render(request, "accountability/assessment/desk/table.html", context)


class NewTable(ForUnits, ButtonView):
    """Begin a new version."""

    units_policy = KEEPS_TABLES_OF
    success_message = gettext_lazy("A new version is begun. It holds for the next year that is opened.")

    def act(self, form: Any) -> ScoringTable:
        return actions.draft_table(actor=self.actor, town=self.units[0], at=self.at)

    def get_success_url(self) -> str:
        if self.done is None:
            return reverse("accountability_desk:scoring_tables")
        return reverse("accountability_desk:scoring_table", args=[self.done.pk])


class _OfTable(ChangeView):
    """A change of a table that has not been used yet."""

    below = (ASSESSMENTS, TABLES)
    button, success_message = gettext_lazy("Save"), gettext_lazy("Saved.")

    @cached_property
    def table(self) -> ScoringTable:
        """The table."""
        return self.find_table()

    def find_table(self) -> ScoringTable:
        """Return the table of the address."""
        return self.get_permitted(KEEPS_TABLE, pk=self.kwargs["pk"])

    def exists_for_actor(self) -> bool:
        return bool(self.table)

    def subject(self) -> ScoringTable:
        return self.table

    def get_success_url(self) -> str:
        return reverse("accountability_desk:scoring_table", args=[self.table.pk])


class ChangeTable(_OfTable):
    """Change name, grades and limits."""

    title, form_class = gettext_lazy("Grades and limits"), forms.TableForm

    def get_initial(self) -> dict[str, Any]:
        kept = {name: getattr(self.table, name) for name in actions.LIMITS}
        return {**super().get_initial(), **kept}

    def act(self, form: Any) -> ScoringTable:
        said = form.cleaned_data
        seen = said.pop("seen")
        return actions.change_table(actor=self.actor, table=self.table, fields=said, seen=seen, at=self.at)


class AddItem(_OfTable):
    """Add an item."""

    title, form_class = gettext_lazy("Add an item"), forms.ItemForm

    def act(self, form: Any) -> TableItem:
        return actions.add_item(actor=self.actor, table=self.table, at=self.at, **form.cleaned_data)


class AddRule(_OfTable):
    """Add a rule."""

    title, form_class = gettext_lazy("Add a rule"), forms.RuleForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "items": self.table.items.order_by("number")}

    def act(self, form: Any) -> TableRule:
        said = form.cleaned_data
        item = self.table.items.get(pk=said["item"]) if said["item"] else None
        said = {**said, "item": item, "kind": RuleKind(said["kind"]), "points": said["points"] or 0}
        return actions.add_rule(actor=self.actor, table=self.table, at=self.at, **said)


class ChangeItem(_OfTable):
    """Change an item."""

    title, form_class = gettext_lazy("Change an item"), forms.ItemForm

    @cached_property
    def item(self) -> TableItem:
        """The item."""
        mine = KEEPS_TABLE.permitted(self.actor, at=self.at).order_by().values("pk")
        rows = TableItem.objects.filter(table__in=mine).select_related("table__town")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def find_table(self) -> ScoringTable:
        return self.item.table

    def get_initial(self) -> dict[str, Any]:
        item = self.item
        return {**super().get_initial(), "title": item.title, "standard": item.standard, "points": item.points}

    def act(self, form: Any) -> TableItem:
        return actions.change_item(actor=self.actor, item=self.item, at=self.at, **form.cleaned_data)


class DropRule(ButtonView):
    """Take a rule out."""

    success_message = gettext_lazy("The rule is taken out.")

    @cached_property
    def rule(self) -> TableRule:
        """The rule."""
        mine = KEEPS_TABLE.permitted(self.actor, at=self.at).order_by().values("pk")
        return get_object_or_404(TableRule.objects.filter(table__in=mine), pk=self.kwargs["pk"])

    def exists_for_actor(self) -> bool:
        return bool(self.rule)

    def act(self, form: Any) -> None:
        actions.drop_rule(actor=self.actor, rule=self.rule, at=self.at)

    def get_success_url(self) -> str:
        return reverse("accountability_desk:scoring_table", args=[self.rule.table_id])
