"""What people wrote when they rated a window, looked at by the discipline office."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _

from accountability.ratings import actions, forms, presenters, queries
from accountability.ratings.models import Rating
from accountability.ratings.policies import KEEPS_WINDOWS_OF, SCREENS, STEPS
from accountability.ratings.workflow import RATING
from portal.core.personal import mask
from portal.core.texts import as_written
from portal.desk.pages import crumbs
from portal.desk.steps import StepView, offered_steps
from portal.desk.trail import trail
from portal.desk.views import DeskView


class WordsToScreen(DeskView):
    """The words that are to be looked at, the oldest first."""

    def exists_for_actor(self) -> bool:
        return KEEPS_WINDOWS_OF.permitted(self.actor, at=self.at).exists()

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = list(queries.to_screen(self.actor, self.at)[:100])
        context = {
            "rows": [(presenters.title_of(one), one) for one in rows],
            "crumbs": crumbs((_("Ratings of windows"), reverse("accountability_desk:ratings"))),
        }
        return render(request, "accountability/ratings/desk/to_screen.html", context)


class WordsPage(DeskView):
    """The words of one rating as they came, for the discipline office."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return words_page(request, self.get_permitted(SCREENS, pk=pk, has_words=True), at=self.at)


def words_page(
    request: HttpRequest, subject: Rating, /, *, at: datetime, refused: Any = None, verb: str = "", status: int = 200
) -> HttpResponse:
    """Show the words of a rating with what can be done with them."""
    context = {
        "title": presenters.title_of(subject),
        "rating": subject,
        "words": as_written(subject.words),
        "passed_words": as_written(subject.passed_words),
        "steps": offered_steps(request, subject, RATING, STEPS, at=at, refused=refused, verb=verb),
        "trail": trail(subject, RATING),
        "crumbs": crumbs((_("Ratings of windows"), reverse("accountability_desk:ratings"))),
    }
    return render(request, "accountability/ratings/desk/words.html", context, status=status)


class RatingStep(StepView):
    """What the steps of a rating have in common."""

    workflow, policy, policies, page = RATING, SCREENS, STEPS, words_page
    success_url = reverse_lazy("accountability_desk:rating_to_screen")

    def visible(self, pk: int) -> Rating | None:
        rows = SCREENS.permitted(self.actor, at=self.at).select_related("window__unit")
        return rows.filter(pk=pk, has_words=True).first()

    def subject_title(self) -> str:
        return presenters.title_of(self.subject)


class PassOn(RatingStep):
    """Pass the words on."""

    verb, action, form_class, is_main = "pass_on", actions.pass_on, forms.PassOnForm, True

    def get_initial(self) -> dict[str, Any]:
        return {"passed_words": mask(self.subject.words)}


class KeepBack(RatingStep):
    """Keep the words back."""

    verb, action, form_class = "keep_back", actions.keep_back, forms.KeepBackForm
