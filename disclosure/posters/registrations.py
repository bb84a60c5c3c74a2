"""What posters register with the rest of the portal."""

from django.utils.translation import gettext_lazy as _

from disclosure.notices.registry import (
    EDITION_LINKS,
    EDITION_SECTIONS,
    FOLLOWERS,
    NOTICE_COPIES,
    REHEARSALS,
    Follower,
    Links,
    Phase,
    Rehearsal,
)
from disclosure.posters.actions import enqueue_posters
from disclosure.posters.documents.rehearsal import rehearse_posters
from disclosure.posters.enums import POSTER_FAILED
from disclosure.posters.presenters import desk_links, posters_that_failed, posters_to_be_made, public_copies
from portal.core.sections import Section
from portal.messaging.registry import ADDRESS, MESSAGE_TEMPLATES, UNIT, MessageTemplate, Placeholder

FOLLOWERS.register(
    Follower(key="posters", phase=Phase.ENQUEUE, published=enqueue_posters, if_published=posters_to_be_made)
)
REHEARSALS.register(Rehearsal("posters", rehearse_posters))
NOTICE_COPIES.register(Links("posters", 10, public_copies))
EDITION_LINKS.register(Links("posters", 10, desk_links))
EDITION_SECTIONS.register(Section("posters", 5, "disclosure/posters/desk/_failed.html", posters_that_failed))
MESSAGE_TEMPLATES.register(
    MessageTemplate(
        key=POSTER_FAILED,
        order=75,
        title=_("To those whose notice has a poster that could not be made"),
        placeholders=(
            UNIT,
            Placeholder(
                "number", _("the number of the notice and its edition"), "QS-01-F02-2026Q3-2", "QS-01-F02-2026Q3-2"
            ),
            Placeholder("size", _("the size of the paper"), "A3", "A3"),
            ADDRESS,
        ),
        subject_zh="{unit}：{number} 的 {size} 公示单没有做成",
        body_zh="公示单没有做成，原因写在公开事项的页面上。改好以后，请在该页重新制作。\n{address}",
        subject_en="{unit}: the {size} poster of {number} could not be made",
        body_en="The page of the notice says why. Have the poster made again there once that is put right.\n{address}",
    )
)
