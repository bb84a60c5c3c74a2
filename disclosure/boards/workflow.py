"""Which step follows which in the life of a poster on a board."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.boards.enums import PostingState
from portal.core.workflow import Row, Verb, Workflow

PRACTICE = "公开栏张贴登记制度"

POSTING = Workflow(
    name="posting",
    rows=(
        Row("", "post", PostingState.POSTED, "records_on", PRACTICE),
        Row(PostingState.POSTED, "replace", PostingState.TAKEN_DOWN, "keeps", PRACTICE),
        Row(PostingState.POSTED, "take_down", PostingState.TAKEN_DOWN, "keeps", PRACTICE),
        Row(PostingState.POSTED, "renew", PostingState.POSTED, "keeps", PRACTICE),
        Row(PostingState.POSTED, "photograph", PostingState.POSTED, "keeps", PRACTICE),
    ),
    refusals={
        PostingState.POSTED: _("Somebody else changed what is recorded of this poster after you opened it."),
        PostingState.TAKEN_DOWN: _("Somebody has recorded meanwhile that it was taken down."),
    },
    verbs=(
        Verb("post", _("Record"), "", pgettext_lazy("audit entry", "Put up"), ""),
        Verb(
            "replace",
            _("The new edition is posted there now"),
            "",
            pgettext_lazy("audit entry", "Replaced"),
            _("Recorded: edition %(edition)d of %(number)s is posted in its place."),
        ),
        Verb(
            "take_down",
            _("Taken down"),
            pgettext_lazy("waits for me", "To take down or renew"),
            pgettext_lazy("audit entry", "Taken down"),
            _("Recorded as taken down: %(number)s"),
        ),
        Verb("renew", _("Renew"), "", pgettext_lazy("audit entry", "Renewed"), _("Renewed: %(number)s")),
        Verb(
            "photograph",
            _("Photograph"),
            "",
            pgettext_lazy("audit entry", "Photographed"),
            _("The photograph is kept: %(number)s"),
        ),
    ),
)
