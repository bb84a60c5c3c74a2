"""What this room hands to the rest of the portal."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from disclosure.notices.registry import (
    BELOW_PERIOD,
    EDITION_LINKS,
    FOLLOWERS,
    NOTICE_SECTIONS,
    PARTS,
    Follower,
    Links,
    Part,
    Phase,
)
from disclosure.opinions import presenters
from disclosure.opinions.actions.corrections import choose_opinions, tell_whoever_asked
from disclosure.opinions.queries.corrections import numbers_in_document, numbers_in_log
from portal.core.sections import Section

PARTS.register(
    Part(
        key="opinions",
        order=5,
        document=numbers_in_document,
        changes=presenters.opinion_changes,
        log_facts=numbers_in_log,
        deeds={"name opinions": pgettext_lazy("deed", "Opinions named")},
        choices=presenters.opinion_choices,
        choose=choose_opinions,
        meta=presenters.named_on_desk,
        correction=presenters.corrected_because,
        printed_correction=presenters.corrected_because_zh,
    )
)
FOLLOWERS.register(Follower(key="opinions", phase=Phase.TELL, published=tell_whoever_asked))
NOTICE_SECTIONS.register(
    Section("opinions", BELOW_PERIOD, "disclosure/opinions/_opinions.html", presenters.opinions_section)
)
EDITION_LINKS.register(Links("opinions", 20, presenters.entering))
