"""Letters on the desk: the list, one letter, its duties, and the letters to cadres."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from accountability.letters import documents
from accountability.letters.actions import duties, issuing
from accountability.letters.enums import LetterKind, Standing
from accountability.letters.forms.letters import CadreForm
from accountability.letters.forms.rows import AssignForm
from accountability.letters.models import Letter
from accountability.letters.policies import ASSIGNS, ISSUES_BELOW, LETTER_POLICIES, PLANS_FOR
from accountability.letters.presenters import letters as presenters, reports as report_presenters, staff
from accountability.letters.queries import letters as queries, reports as report_queries, years
from accountability.letters.queries.wording import said
from accountability.letters.registry import LETTER_SECTIONS, LetterPage
from accountability.letters.workflow import LETTER_STEPS
from portal.accounts.models import User
from portal.core import files
from portal.core.sections import load_places
from portal.desk.at_once import AtOnceView
from portal.desk.pages import crumbs
from portal.desk.steps import offered_steps
from portal.desk.trail import trail
from portal.desk.views import ActionView, ChangeView, DeskListView, DeskView

LETTERS = (gettext_lazy("Responsibility letters"), "accountability_desk:letters")
OTHER_AUDIT_LABELS = {"assign": gettext_lazy("Duties broken down")}
"""What is called that changes a letter and is no step."""
LEVELS = [("unit", gettext_lazy("Units")), ("cadre", gettext_lazy("Named cadres"))]


class LetterFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Narrow to a year, a kind, units or cadres, how they stand, and a unit."""

    year = django_filters.ChoiceFilter(
        label=gettext_lazy("Year"), choices=lambda: (), empty_label=gettext_lazy("All years")
    )
    standing = django_filters.ChoiceFilter(
        label=gettext_lazy("How it stands"),
        choices=Standing.choices,
        method="of_standing",
        empty_label=gettext_lazy("All"),
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=LetterKind.choices, empty_label=gettext_lazy("All")
    )
    level = django_filters.ChoiceFilter(
        label=gettext_lazy("Signed by"), choices=LEVELS, method="of_level", empty_label=gettext_lazy("All")
    )
    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"),
        queryset=lambda request: queries.units_of(request.user, timezone.now()),
        to_field_name="code",
        empty_label=gettext_lazy("All units"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = queries.years_of(self.request.user, timezone.now())
        self.filters["year"].field.choices = [("", _("All years")), *((str(one), str(one)) for one in known)]

    def of_standing(self, rows: QuerySet[Letter], _name: str, value: str) -> QuerySet[Letter]:
        """Return the letters that stand so."""
        return rows.filter(queries.STANDINGS[Standing(value)])

    def of_level(self, rows: QuerySet[Letter], _name: str, value: str) -> QuerySet[Letter]:
        """Return the letters of units, or those of cadres."""
        return rows.filter(cadre_of__isnull=value == "unit")


class Letters(DeskListView):
    """The letters somebody sees, with how those of a year stand."""

    template_name, filterset_class = "accountability/letters/desk/letters.html", LetterFilter

    def exists_for_actor(self) -> bool:
        return queries.finds_letters(self.actor, self.at)

    def get_queryset(self) -> QuerySet[Letter]:
        return queries.listed(self.actor, self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = staff.rows(context["object_list"], self.actor, at=self.at)
        town = years.town_read_by(self.actor, self.at)
        return context | {
            "rows": rows,
            "bulk": self._bulk() if any(row.token for row in rows) else None,
            "coverage": staff.coverage(town, self._year(), at=self.at) if town else None,
            "plans": staff.year_links(years.plans_of(self.actor, self.at)[:4]),
            "runs": PLANS_FOR.permitted(self.actor, at=self.at).exists(),
            "signs": queries.to_countersign(self.actor, self.at).count(),
            "has_reports": report_queries.finds_reports(self.actor, self.at),
        }

    def _year(self) -> int:
        """Return the year whose figures stand above the list: that of the address, or the newest."""
        asked, known = self.request.GET.get("year", ""), queries.years_of(self.actor, self.at)
        return int(asked) if asked in map(str, known) else next(iter(known), timezone.localdate(self.at).year)

    @staticmethod
    def _bulk() -> list[dict[str, Any]]:
        verbs = (("remind", True), ("publish", False))
        return [
            {"name": "verb", "value": verb, "label": LETTER_STEPS.verb(verb).label, "main": main}
            for verb, main in verbs
        ]


class LettersAtOnce(AtOnceView):
    """Remind or publish several letters at once."""

    leads_to = "accountability_desk:letters"


class LetterPageView(DeskView):
    """One letter, and the steps open to the reader."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return letter_page(request, get_object_or_404(queries.seen_by(self.actor, self.at), pk=pk), at=self.at)


def letter_page(
    request: HttpRequest, subject: Letter, /, *, at: Any, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show a letter: what it says, who signed, its duties, its cadres, what was reported, and its steps."""
    person: Any = request.user
    is_of_unit = subject.cadre_of_id is None
    shown = presenters.shown(subject, at=at, is_public=False)
    reports = report_queries.of_unit(subject.unit, subject.year) if is_of_unit and subject.kind == "clean" else []
    page = LetterPage(subject.unit, subject.year, at, is_public=False)
    context = {
        "letter": shown,
        "meta": [*shown.meta, *staff.desk_meta(subject)],
        "scan_url": reverse("accountability_desk:letter_scan", args=[subject.pk]) if subject.stored_as else "",
        "pdf_url": reverse("accountability_desk:letter_pdf", args=[subject.pk]),
        "assign_url": _if(ASSIGNS.allows(person, subject, at=at), "letter_duties", subject),
        "cadre_url": _if(ISSUES_BELOW.allows(person, subject, at=at), "letter_cadre", subject),
        "cadres": staff.rows(queries.cadre_letters(subject, person, at), person, at=at) if is_of_unit else [],
        "reports": report_presenters.rows(reports, at=at),
        "sections": load_places(LETTER_SECTIONS, page) if is_of_unit else {},
        "steps": offered_steps(request, subject, LETTER_STEPS, LETTER_POLICIES, at=at, refused=refused, verb=verb),
        "waits_text": staff.step_of(subject),
        "trail": trail(subject, LETTER_STEPS, words=OTHER_AUDIT_LABELS),
        "crumbs": crumbs((str(LETTERS[0]), reverse(LETTERS[1]))),
    }
    return render(request, "accountability/letters/desk/letter.html", context, status=status)


def _if(is_so: bool, name: str, letter: Letter) -> str:
    return reverse(f"accountability_desk:{name}", args=[letter.pk]) if is_so else ""


class LetterPdf(DeskView):
    """A letter on paper, also before it is signed or published."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        letter = get_object_or_404(queries.seen_by(self.actor, self.at), pk=pk)
        content = documents.letter_pdf(letter)
        return files.content_response(
            request, content, name=f"{letter.number}.pdf", content_type="application/pdf", public=False
        )


class LetterScan(DeskView):
    """The scan of a letter that was signed by hand."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        letter = get_object_or_404(queries.seen_by(self.actor, self.at).exclude(stored_as=""), pk=pk)
        return files.file_response(
            request,
            store="private",
            stored=letter.stored_as,
            sha256=letter.scan_sha256,
            name=letter.scan_name,
            content_type=letter.scan_type,
            inline=True,
        )


class _OfLetter(DeskView):
    """Something about one letter."""

    @cached_property
    def letter(self) -> Letter:
        """The letter."""
        return get_object_or_404(queries.seen_by(self.actor, self.at), pk=self.kwargs["pk"])

    def get_success_url(self) -> str:
        return reverse("accountability_desk:letter", args=[self.letter.pk])


class AssignDuties(_OfLetter, ChangeView):
    """Say who answers for which duty."""

    below, form_class = (LETTERS,), AssignForm
    template_name = "accountability/letters/desk/duties.html"
    title, button = gettext_lazy("Break the duties down"), gettext_lazy("Save")
    success_message = gettext_lazy("Saved. Who answers for which duty stands with the letter.")

    def exists_for_actor(self) -> bool:
        return ASSIGNS.allows(self.actor, self.letter, at=self.at)

    def subject(self) -> Letter:
        return self.letter

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"duties": said(self.letter).duties}

    def get_initial(self) -> dict[str, Any]:
        usual = {one.number: one for one in self.letter.wording.duties.all()}
        initial = {f"by_when_{number}": one.by_when for number, one in usual.items()}
        initial |= {f"evidence_{number}": one.evidence for number, one in usual.items()}
        for share in self.letter.assignments.all():
            for name in ("responsible", "by_when", "evidence"):
                initial[f"{name}_{share.number}"] = getattr(share, name)
        return super().get_initial() | initial

    def act(self, form: AssignForm) -> Letter:
        return duties.assign(
            actor=self.actor, letter=self.letter, shares=form.shares(), seen=form.cleaned_data["seen"], at=self.at
        )


class IssueToCadre(_OfLetter, ActionView):
    """Issue the letter of a unit to one of its cadres."""

    below, form_class = (LETTERS,), CadreForm
    title, button = gettext_lazy("Issue a letter to a cadre"), gettext_lazy("Issue")
    lead = gettext_lazy("The head of the unit signs for party A, the cadre for party B, on the same text.")
    success_message = gettext_lazy("Issued: %(title)s")
    success_url = reverse_lazy("accountability_desk:letters")

    def exists_for_actor(self) -> bool:
        return ISSUES_BELOW.allows(self.actor, self.letter, at=self.at)

    def get_form_kwargs(self) -> dict[str, Any]:
        people = User.objects.filter(posts__unit=self.letter.unit, is_active=True).distinct().order_by("username")
        return super().get_form_kwargs() | {"offered": {"person": people.exclude(pk=self.letter.principal_id or 0)}}

    def words(self) -> dict[str, str]:
        return {"title": self.done.number}

    def act(self, form: Any) -> Letter:
        return issuing.issue_below(actor=self.actor, letter=self.letter, at=self.at, **form.cleaned_data)
