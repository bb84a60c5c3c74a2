"""People write the report: its paragraphs, what explains a gap, and figures that disagree with their sources."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from accountability.reports import forms
from accountability.reports.actions import editing
from accountability.reports.desk.reports import LIST, page_shown
from accountability.reports.enums import ParagraphKind
from accountability.reports.models import Paragraph, Report, ReportFigure
from accountability.reports.policies import WRITES
from accountability.reports.presenters.report import row_title, title_of
from accountability.reports.queries.contents import content_of
from accountability.reports.queries.figures import counted
from accountability.reports.registry import FIGURES
from accountability.reports.rules.chapters import BY_KEY, GAPS
from portal.desk.pages import seen_in
from portal.desk.views import ActionView, ButtonView, ChangeView, DeskView


class Writing(DeskView):
    """A page on which an edition is written."""

    below = (LIST,)

    @cached_property
    def report(self) -> Report:
        """The edition that is written."""
        rows = WRITES.permitted(self.actor, at=self.at).select_related("town").defer("document")
        return get_object_or_404(rows, pk=self.report_key())

    def report_key(self) -> int:
        """Return the key of the edition."""
        return int(self.kwargs["pk"])

    def subject(self) -> Report:
        """Return what is changed: every change of a part counts the version of the whole."""
        return self.report

    def url_of_report(self, place: str = "") -> str:
        """Return the page of the edition, at a place of it."""
        return reverse("accountability_desk:yearly_report", args=[self.report.pk]) + place

    def crumbs(self) -> list[tuple[str, str]]:
        return [*super().crumbs(), (title_of(self.report), self.url_of_report())]


class OfParagraph(Writing):
    """A page about one paragraph."""

    kinds: tuple[ParagraphKind, ...] = ()

    @cached_property
    def paragraph(self) -> Paragraph:
        """The paragraph, of an edition this person writes."""
        rows = Paragraph.objects.filter(report__in=WRITES.permitted(self.actor, at=self.at), kind__in=self.kinds)
        return get_object_or_404(rows.select_related("report__town"), pk=self.kwargs["pk"])

    def report_key(self) -> int:
        return self.paragraph.report_id

    def get_success_url(self) -> str:
        return self.url_of_report(f"#p{self.kwargs['pk']}")


class WriteParagraph(OfParagraph, ChangeView):
    """Change what a paragraph says."""

    kinds = (ParagraphKind.DRAWN, ParagraphKind.WRITTEN)
    template_name, form_class = "accountability/reports/desk/write.html", forms.ParagraphForm
    success_message = gettext_lazy("Saved.")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "text": self.paragraph.text}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chapter = self.paragraph.chapter
        context = {
            "title": row_title(self.paragraph) or str(BY_KEY[chapter].title),
            "drawn": self.paragraph.drawn,
            "figures": figures_beside(self, chapter),
            "unsaved": f"yearly_report.paragraph.{self.paragraph.pk}",
            "report": self.report,
        }
        return super().get_context_data(**context | kwargs)

    def act(self, form: Any) -> Paragraph:
        return editing.write(actor=self.actor, paragraph=self.paragraph, at=self.at, **form.cleaned_data)


class AddParagraph(Writing, ChangeView):
    """Add a paragraph to a chapter."""

    template_name, form_class = "accountability/reports/desk/write.html", forms.ParagraphForm
    success_message = gettext_lazy("Added.")

    def exists_for_actor(self) -> bool:
        return self.kwargs["chapter"] in BY_KEY and self.kwargs["chapter"] != GAPS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chapter = self.kwargs["chapter"]
        context = {
            "title": _("Add to “%(chapter)s”") % {"chapter": BY_KEY[chapter].title},
            "figures": figures_beside(self, chapter),
            "unsaved": f"yearly_report.{self.report.pk}.{chapter}",
            "report": self.report,
        }
        return super().get_context_data(**context | kwargs)

    def act(self, form: Any) -> Paragraph:
        chapter = self.kwargs["chapter"]
        return editing.add(actor=self.actor, report=self.report, chapter=chapter, at=self.at, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.url_of_report(f"#p{self.done.pk}")


def figures_beside(page: Writing, chapter: str) -> list[Any]:
    """Return the figures beside a chapter, which a text may name; those of the whole report for one without any."""
    shown = page_shown(content_of(page.report), page.at)
    of_chapter = {
        figure.number: figure
        for one in shown.chapters
        if one.key == chapter
        for paragraph in one.paragraphs
        for figure in paragraph.figures
    }
    return list(of_chapter.values() or shown.figures)


class ExplainGap(OfParagraph, ChangeView):
    """Say how a gap came about."""

    kinds = (ParagraphKind.GAP,)
    form_class, button = forms.ExplanationForm, gettext_lazy("Save")
    success_message = gettext_lazy("Saved.")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "explanation": self.paragraph.explanation}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"title": row_title(self.paragraph), "lead": self.paragraph.text}
        return super().get_context_data(**context | kwargs)

    def act(self, form: Any) -> Paragraph:
        return editing.explain(actor=self.actor, paragraph=self.paragraph, at=self.at, **form.cleaned_data)


class RestoreParagraph(OfParagraph, ButtonView):
    """Put the system's draft back."""

    kinds = (ParagraphKind.DRAWN,)
    success_message = gettext_lazy("The system's draft stands there again.")

    def act(self, form: Any) -> Paragraph:
        return editing.restore(actor=self.actor, paragraph=self.paragraph, seen=seen_in(self.request), at=self.at)


class RemoveParagraph(OfParagraph, ButtonView):
    """Remove a paragraph that people added."""

    kinds = (ParagraphKind.WRITTEN,)
    success_message = gettext_lazy("The paragraph is removed.")

    def act(self, form: Any) -> None:
        report = self.report  # read while the paragraph is there
        editing.remove(actor=self.actor, paragraph=self.paragraph, seen=seen_in(self.request), at=self.at)
        self.report = report

    def get_success_url(self) -> str:
        return self.url_of_report()


class OfFigure(Writing):
    """A page about one figure of an edition."""

    @cached_property
    def figure(self) -> ReportFigure:
        """The figure, of an edition this person writes."""
        rows = ReportFigure.objects.filter(report__in=WRITES.permitted(self.actor, at=self.at))
        found = get_object_or_404(rows.select_related("report__town"), pk=self.kwargs["pk"])
        if found.key not in FIGURES:
            raise Http404
        return found

    def report_key(self) -> int:
        return self.figure.report_id

    def get_success_url(self) -> str:
        return self.url_of_report(f"#s{self.figure.number}")


class TakeFigure(OfFigure, ButtonView):
    """Write a figure as its source has it now."""

    success_message = gettext_lazy("The text now says what the source says.")

    def act(self, form: Any) -> ReportFigure:
        return editing.take_figure(actor=self.actor, figure=self.figure, seen=seen_in(self.request), at=self.at)


class KeepFigure(OfFigure, ChangeView, ActionView):
    """Leave a figure as the text has it, with a reason."""

    form_class, button = forms.KeepForm, gettext_lazy("Keep it")
    title = gettext_lazy("Keep the figure in the text")
    success_message = gettext_lazy("The figure stays, with your reason.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figure, report = FIGURES[self.figure.key], self.report
        now = counted(report.town, report.year, at=self.at)[self.figure.key].written
        lead = _("%(label)s: the source (%(source)s) now says %(now)s.")
        words = {"label": figure.label, "source": figure.source, "now": now}
        return super().get_context_data(**{"lead": lead % words, **kwargs})

    def act(self, form: Any) -> ReportFigure:
        return editing.keep_figure(actor=self.actor, figure=self.figure, at=self.at, **form.cleaned_data)
