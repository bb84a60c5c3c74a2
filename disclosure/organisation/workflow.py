"""Which step follows which in the life of a wording: it is published, and later revised or abolished."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.organisation.enums import WordingState
from portal.core.workflow import Row, Verb, Workflow

BASIS = "政府信息公开条例第二十条"

WORDING = Workflow(
    name="wording",
    rows=(
        Row("", "begin", WordingState.DRAFT, "keeps_text", BASIS),
        Row(WordingState.DRAFT, "publish", WordingState.IN_FORCE, "keeps", BASIS),
        Row(WordingState.IN_FORCE, "revise", WordingState.REVISED, "keeps", BASIS),
        Row(WordingState.IN_FORCE, "abolish", WordingState.ABOLISHED, "keeps", BASIS, needs_reason=True),
    ),
    verbs=(
        Verb("begin", "", "", pgettext_lazy("audit entry of a text", "Begun"), ""),
        Verb(
            "publish",
            pgettext_lazy("step of a text", "Publish"),
            pgettext_lazy("waits for me", "Texts to publish"),
            pgettext_lazy("audit entry of a text", "Published"),
            _("Published: %(title)s"),
        ),
        Verb("revise", "", "", pgettext_lazy("audit entry of a text", "Revised by a new wording"), ""),
        Verb(
            "abolish",
            pgettext_lazy("step of a text", "Abolish"),
            "",
            pgettext_lazy("audit entry of a text", "Abolished"),
            _("Abolished: %(title)s"),
            is_back=True,
        ),
    ),
    refusals={
        WordingState.DRAFT: _("This draft was changed meanwhile. Look at it again."),
        WordingState.IN_FORCE: _("This text is in force meanwhile."),
        WordingState.REVISED: _("This text was revised meanwhile."),
        WordingState.ABOLISHED: _("This text was abolished meanwhile."),
    },
    gone=_("This draft was deleted meanwhile. Nothing was saved."),
)

OTHER_AUDIT_LABELS = {
    "write": pgettext_lazy("audit entry of a text", "Written"),
    "attach": pgettext_lazy("audit entry of a text", "File attached"),
    "remove file": pgettext_lazy("audit entry of a text", "File removed"),
}
"""What is called that changes a draft and is no step."""
