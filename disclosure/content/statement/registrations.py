"""What this form registers with the rest of the portal."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from disclosure.content.statement.actions import copy_statement, drop_settled_answers, flag_next_period, release_ledgers
from disclosure.content.statement.api import STATEMENT_LINES, STATEMENTS
from disclosure.content.statement.documents.downloads import statement_data, statement_table
from disclosure.content.statement.documents.poster import statement_places, statement_poster
from disclosure.content.statement.enums import FORM, OPENING_DIFFERS
from disclosure.content.statement.models import LedgerImport
from disclosure.content.statement.presenters.differences import (
    statement_changes,
    statement_draft_changes,
    statement_lines,
)
from disclosure.content.statement.presenters.ledgers import (
    ledgers_brought_in,
    next_period_affected,
    opening_differs,
    statement_findings,
)
from disclosure.content.statement.presenters.page import statement_page
from disclosure.content.statement.presenters.pillars import money_of_unit
from disclosure.content.statement.queries import RECEIPTS_AND_PAYMENTS, lines_by_number, statement_document
from disclosure.notices.registry import EDITION_SECTIONS, FOLLOWERS, Follower, Form, ImportOffer, Phase, register_form
from disclosure.posters.registry import POSTER_BODIES, PosterBody
from portal.accounts.enums import Role
from portal.accounts.policies import opens_to
from portal.core.files import FILE_NAMES, FileNames
from portal.core.sections import Section
from portal.desk.registry import DESK_HOME_SECTIONS, MENU, RAIL, MenuEntry
from portal.messaging.registry import ADDRESS, ITEM, MESSAGE_TEMPLATES, PERIOD, UNIT, MessageTemplate
from portal.site.data.registry import DATASETS
from portal.site.registry import UNIT_SECTIONS

register_form(
    Form(
        key=FORM,
        order=10,
        label=_("Money statement"),
        document=statement_document,
        is_named_empty=True,
        findings=statement_findings,
        checks_personal=True,
        copy=copy_statement,
        settle=drop_settled_answers,
        changes=statement_changes,
        changed_lines=statement_lines,
        draft_changes=statement_draft_changes,
        audit_labels={"write statement": pgettext_lazy("audit entry", "Statement written")},
        presenter=statement_page,
        template="disclosure/content/statement/_statement.html",
        table=statement_table,
        data=statement_data,
        lines=lines_by_number,
        edit_url_name="disclosure_desk:statement",
        nothing_yet=_("There are no figures yet. Import the ledger or type the statement first."),
        begin_label=_("Type the statement"),
        write_label=_("Change the statement"),
        change_label=_("Change the statement"),
        imports=ImportOffer(
            entry=RECEIPTS_AND_PAYMENTS,
            url_name="disclosure_desk:new_ledger",
            title=_("You keep a ledger for this"),
            text=_("Import it as it is; it is checked row by row, and the draft is made from it."),
            link=_("Import the ledger"),
        ),
    )
)
FOLLOWERS.register(
    Follower(
        key="openings",
        phase=Phase.NOTIFY,
        published=flag_next_period,
        deleted=release_ledgers,
        if_published=next_period_affected,
    )
)
EDITION_SECTIONS.register(
    Section("opening", 10, "disclosure/content/statement/desk/_opening_differs.html", opening_differs)
)
MESSAGE_TEMPLATES.register(
    MessageTemplate(
        key=OPENING_DIFFERS,
        order=70,
        title=_("To the clerk whose statement no longer follows from the period before"),
        placeholders=(UNIT, ITEM, PERIOD, ADDRESS),
        subject_zh="{unit}《{item}》{period}的上期结余与上一期的期末结余不一致",
        body_zh="上一期已重新公开，期末结余有变动。本期仍在公开，请核对；有错的，请发布更正。\n{address}",
        subject_en="{unit}: “{item}”, {period}, no longer opens with the closing balance of the period before",
        body_en=(
            "The period before was published anew with another closing balance. This one stays published: check it, "
            "and correct it with a new edition if it is wrong.\n{address}"
        ),
    )
)
FILE_NAMES.register(FileNames("ledgers", LedgerImport))
POSTER_BODIES.register(PosterBody(FORM, statement_poster, statement_places))

MENU.register(
    MenuEntry(
        key="ledgers",
        url_name="disclosure_desk:ledgers",
        label=pgettext_lazy("menu of the desk", "Ledgers"),
        group=None,
        order=20,
        opens=opens_to(Role.CLERK),
    )
)
DESK_HOME_SECTIONS.register(
    Section("ledgers", 20, "disclosure/content/statement/desk/_brought_in.html", ledgers_brought_in, RAIL)
)
UNIT_SECTIONS.register(Section("money", 10, "disclosure/content/statement/_of_unit.html", money_of_unit))
DATASETS.register(STATEMENTS)
DATASETS.register(STATEMENT_LINES)
