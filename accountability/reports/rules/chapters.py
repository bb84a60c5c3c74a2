"""The chapters of the yearly report, as data: what each row of a town's work summary says, and of which figures.

A sentence is a Chinese template: `{key}` stands for a figure, `{key:names}` for the names behind it. With `when` it is
drafted only where that figure is more than 0. The rows are those of the summaries towns write; the rows of the chapter
of gaps are each drafted on a condition, and nobody can take them out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accountability.reports.rules.text import keys_in
from portal.core.workflow import Words


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence the system drafts."""

    text: str
    when: str = ""

    @property
    def keys(self) -> list[str]:
        """The figures it needs."""
        return [*keys_in(self.text), *([self.when] if self.when else [])]


@dataclass(frozen=True, slots=True)
class Row:
    """What towns report of one thing; one paragraph."""

    key: str
    title: Words
    sentences: Sequence[Sentence]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the report."""

    key: str
    title: Words
    rows: Sequence[Row] = ()


def _said(*sentences: str | Sentence) -> Sequence[Sentence]:
    return tuple(Sentence(one) if isinstance(one, str) else one for one in sentences)


def _quarters(key: str) -> str:
    """Return a sentence of what was owed and published on time, quarter by quarter, and of what was not in the year."""
    told = "；".join(
        f"{name}季度应公开{{{key}.q{number}.owed}}项，按时{{{key}.q{number}.on_time}}项"
        for number, name in enumerate("一二三四", start=1)
    )
    return f"{told}。"


_LATE_AND_MISSING = "全年迟公开{{{key}.late}}项，到期没有公开{{{key}.missing}}项。"


GAPS, PLANS = "gaps", "plans"
"""The chapter that the system writes, which may be explained and not changed, and the one that only people write."""

CHAPTERS: Sequence[Chapter] = (
    Chapter(
        "lead",
        _("Leadership and responsibility letters"),
        (
            Row(
                "leading-group",
                _("Leading group"),
                _said(
                    "政务公开领导小组有成员{group.members}人，办公室{group.office}人，监督员{people.lay}人。",
                    Sentence("全年安排公开经费{group.planned}元，支出{group.spent}元。", when="group.planned"),
                ),
            ),
            Row(
                "systems",
                _("Rules and systems"),
                _said("现行制度{rules.in_force}项，本年新订{rules.made}项，修订{rules.revised}项。"),
            ),
        ),
    ),
    Chapter(
        "openness",
        _("Disclosure of government and village affairs"),
        (
            Row(
                "village-openness",
                _("Village affairs, by quarter"),
                _said(
                    f"村务公开按季度公布。{_quarters('village')}",
                    _LATE_AND_MISSING.format(key="village"),
                    "全年和半年事项应公开{village.year.owed}项，已公开{village.year.done}项。",
                    Sentence("还没有到期的{village.open}项。", when="village.open"),
                ),
            ),
            Row(
                "town-openness",
                _("Government affairs, by quarter"),
                _said(
                    f"政务公开同时进行。{_quarters('town')}",
                    _LATE_AND_MISSING.format(key="town"),
                    "全年事项应公开{town.year.owed}项，已公开{town.year.done}项。",
                ),
            ),
            Row(
                "review",
                _("Review before publication"),
                _said(
                    "全年发布公开事项{notices.published}件，先审后发。村监委会签字后公开{notices.countersigned}件，"
                    "公开后更正{notices.corrected}件，撤下{notices.withdrawn}件。",
                    "群众意见公开答复{opinions.answered}条，按时{opinions.in_time}条。",
                    "依申请公开收到{requests.received}件，办结{requests.ended}件。",
                ),
            ),
            Row(
                "linked",
                _("Linked disclosure"),
                _said("镇拨村资金公开{notices.linked}次，同村级账目对照公布。"),
            ),
            Row(
                "fees",
                _("Fees"),
                _said("收费公示在用{fees.in_force}件，惠农补贴和专项资金公开{notices.funds}件。"),
            ),
            Row(
                "boards",
                _("Notice boards and staff boards"),
                _said("干部去向和人员公示在用{staff.in_force}件，公开栏张贴{boards.posted}次。"),
            ),
        ),
    ),
    Chapter(
        "services",
        _("Services to residents"),
        (
            Row(
                "stations",
                _("Stations and windows"),
                _said("便民服务中心和站点{places.services}处，办事指南公示在用{services.in_force}件。"),
            ),
            Row("agents", _("Services and agents"), _said("村代办员{people.agents}人。")),
            Row(
                "bookkeeping",
                _("Village bookkeeping centre"),
                _said(
                    "村账由代理记账中心{places.books}处代理，记账员{people.bookkeepers}人，公布村级账目{notices.accounts}份。"
                ),
            ),
        ),
    ),
    Chapter(
        "petitions",
        _("Visit days and petitions"),
        (
            Row(
                "visit-days",
                _("Visit days"),
                _said(
                    "领导接访日{visits.days}次，接待群众{visits.received}人次，当场承诺{visits.promised}件，兑现{visits.kept}件。"
                ),
            ),
            Row(
                "petitions",
                _("Petitions"),
                _said(
                    "收到信访件{petitions.received}件，受理{petitions.accepted}件，查清属实{petitions.established}件，"
                    "调解化解{petitions.mediated}件，办结{petitions.closed}件，年末在办{petitions.open}件。"
                ),
            ),
            Row(
                "statistics",
                _("Statistics and bulletins"),
                _said(
                    "按期答复率{petitions.in_time}，满意率{petitions.satisfied}。发布信访结果{outcomes.released}件，简报{bulletins.published}期。"
                ),
            ),
        ),
    ),
    Chapter(
        "decisions",
        _("Democratic decisions and supervision in villages"),
        (
            Row("meetings", _("Meetings and votes"), _said("村民（代表）会议决议公开{notices.resolutions}件。")),
            Row(
                "committees",
                _("Supervision committees"),
                _said("村务监督委员会签字{notices.countersigned}件，村“两委”和监委会名单公示在用{staff.villages}件。"),
            ),
        ),
    ),
    Chapter(
        GAPS,
        _("What was not done"),
        (
            Row(
                "gap-village",
                _("Village affairs not published"),
                _said(
                    Sentence(
                        "村务公开到期没有公开{village.missing}项：{village.missing:names}。", when="village.missing"
                    )
                ),
            ),
            Row(
                "gap-late",
                _("Village affairs published late"),
                _said(Sentence("村务公开迟了{village.late}项：{village.late:names}。", when="village.late")),
            ),
            Row(
                "gap-town",
                _("Government affairs not published"),
                _said(Sentence("政务公开到期没有公开{town.missing}项：{town.missing:names}。", when="town.missing")),
            ),
            Row(
                "gap-town-late",
                _("Government affairs published late"),
                _said(Sentence("政务公开迟了{town.late}项：{town.late:names}。", when="town.late")),
            ),
            Row(
                "gap-promises",
                _("Promises not kept"),
                _said(Sentence("接访时承诺还没有兑现{visits.open}件。", when="visits.open")),
            ),
        ),
    ),
    Chapter(PLANS, _("What is planned for next year")),
)
"""The chapters, in the order of the paper."""

BY_KEY = {chapter.key: chapter for chapter in CHAPTERS}
ROWS = {row.key: row for chapter in CHAPTERS for row in chapter.rows}
"""Each row of the work summary, by its key."""
