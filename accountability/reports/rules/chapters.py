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
                "letters",
                _("Responsibility letters"),
                _said(
                    "镇党委同各站所、各村签订责任书，应签{letters.due}份，签订{letters.signed}份。",
                    Sentence("拒签{letters.refused}份：{letters.refused:names}。", when="letters.refused"),
                    Sentence("年中换人重签{letters.changed}份：{letters.changed:names}。", when="letters.changed"),
                ),
            ),
            Row(
                "systems",
                _("Rules and systems"),
                _said("现行制度{rules.in_force}项，本年新订{rules.made}项，修订{rules.revised}项。"),
            ),
            Row(
                "commitments",
                _("Commitments"),
                _said(
                    "干部个人签订责任书{letters.cadres}份。各单位按季度自查履责情况，应报{duties.due}次，报送{duties.done}次，"
                    "迟报和未报{duties.late}次。"
                ),
            ),
        ),
    ),
    Chapter(
        "appraisal",
        _("Debriefing, appraisal and assessment"),
        (
            Row(
                "debriefing",
                _("Debriefing"),
                _said(
                    "召开述职述廉会{debriefings.held}次，现场提问{debriefings.questions}个，"
                    "收到建议{suggestions.made}条，已答复和转入整改{suggestions.settled}条。"
                ),
            ),
            Row(
                "public-appraisal",
                _("Appraisal given to the people"),
                _said(
                    "民主测评{appraisals.counted}次，党员和村民代表无记名投票，发出测评票{appraisals.issued}张，"
                    "有效{appraisals.valid}张。"
                ),
            ),
            Row(
                "assessment",
                _("Assessment"),
                _said(
                    "考核单位{assessment.units}个，已定等次{assessment.graded}个，优秀{assessment.excellent}个，"
                    "称职{assessment.competent}个，基本称职{assessment.basic}个，不称职{assessment.failing}个。",
                    Sentence("满意{assessment.satisfactory}个。", when="assessment.satisfactory"),
                    Sentence("基本满意{assessment.basically}个。", when="assessment.basically"),
                    Sentence("不满意{assessment.unsatisfactory}个。", when="assessment.unsatisfactory"),
                    Sentence("一票否决{assessment.vetoed}个。", when="assessment.vetoed"),
                ),
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
            Row("screens", _("Screens"), _said("便民大厅显示屏播出通知{screen.notices}条。")),
        ),
    ),
    Chapter(
        "services",
        _("Services to residents"),
        (
            Row(
                "stations",
                _("Stations"),
                _said("便民服务中心和站点{places.services}处，站所人员公示在用{staff.stations}件。"),
            ),
            Row(
                "windows",
                _("Windows"),
                _said(
                    "窗口单位办事指南公示在用{services.in_force}件。群众评价窗口{ratings.windows}个、{ratings.count}次，"
                    "满意率{ratings.satisfied}。"
                ),
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
            Row(
                "risk-points",
                _("Points of risk"),
                _said(
                    "监督廉政风险点{risk.points}个，事前事中事后检查{risk.checks}次，查出问题{risk.wrong}次。"
                    "封存车辆物品{things.sealed}件，上交礼品礼金{things.gifts}件。",
                    Sentence("年末风险预警中的高风险{risks.high}处。", when="risks.high"),
                ),
            ),
            Row("meetings", _("Meetings and votes"), _said("村民（代表）会议决议公开{notices.resolutions}件。")),
            Row(
                "committees",
                _("Supervision committees"),
                _said("村务监督委员会签字{notices.countersigned}件，村“两委”和监委会名单公示在用{staff.villages}件。"),
            ),
        ),
    ),
    Chapter(
        "contact",
        _("Contact with people, talks and reminders"),
        (
            Row(
                "contact-system",
                _("Contact system"),
                _said(
                    "干部联系村走访{contacts.visits}次，工作日志{contacts.diaries}篇。"
                    "月度和季度清单应报{checklists.due}份，迟报和未报{checklists.late}份。"
                ),
            ),
            Row(
                "talks",
                _("Talks and reminders"),
                _said(
                    "全年廉政谈话{talks.held}人次，{talks.heads}个单位中谈到主要负责人的{talks.heads_done}个。"
                    "春节、中秋等节前发出提醒{reminders.campaigns}次，收到{reminders.sent}人次。",
                    "召开民主生活会{meetings.held}次。",
                ),
            ),
            Row("prohibitions", _("Four prohibitions"), _said("签订“四个严禁”承诺书{letters.pledges}份。")),
        ),
    ),
    Chapter(
        "checks",
        _("Inspections and rectification"),
        (
            Row(
                "inspections",
                _("Inspections"),
                _said(
                    "组织专项检查{inspections.held}次，检查单位{inspections.visits}个次，发现问题{findings.found}个，"
                    "按期整改{findings.in_time}个，逾期整改{findings.late}个，还在整改{findings.open}个，其中逾期没有改完{findings.overdue}个。"
                ),
            ),
            Row(
                "rectification",
                _("Rectification"),
                _said(
                    "检查、述职、考核、审计共要求整改{rectification.given}项，按期办结{rectification.in_time}项，"
                    "逾期办结{rectification.late}项，在办{rectification.open}项。"
                ),
            ),
            Row(
                "audits",
                _("Audits on leaving office"),
                _said("离任经济责任审计{audits.reported}人，查出问题{audits.findings}个，涉及金额{audits.amount}元。"),
            ),
        ),
    ),
    Chapter(
        "education",
        _("Education and clearing up of rules"),
        (
            Row(
                "education",
                _("Education"),
                _said("开展廉政教育{education.held}场，参加{education.present}人次，到课率{education.share}。"),
            ),
            Row(
                "rules-cleared",
                _("Rules cleared up"),
                _said("清理制度，废止{rules.abolished}项，修订{rules.revised}项。"),
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
            Row(
                "gap-letters",
                _("Letters not signed"),
                _said(
                    Sentence("责任书拒签{letters.refused}份：{letters.refused:names}。", when="letters.refused"),
                    Sentence("责任书还没有签{letters.to_sign}份。", when="letters.to_sign"),
                ),
            ),
            Row(
                "gap-duties",
                _("Quarterly reports late or missing"),
                _said(Sentence("季度履责自查迟报和未报{duties.late}次。", when="duties.late")),
            ),
            Row(
                "gap-talks",
                _("First in command not talked to"),
                _said(
                    Sentence(
                        "主要负责人没有谈到的单位{talks.heads_missing}个：{talks.heads_missing:names}。",
                        when="talks.heads_missing",
                    )
                ),
            ),
            Row(
                "gap-rectification",
                _("Rectifications overdue"),
                _said(
                    Sentence(
                        "逾期没有改完{rectification.overdue}项：{rectification.overdue:names}，正在督办。",
                        when="rectification.overdue",
                    )
                ),
            ),
        ),
    ),
    Chapter(PLANS, _("What is planned for next year")),
)
"""The chapters, in the order of the paper."""

BY_KEY = {chapter.key: chapter for chapter in CHAPTERS}
ROWS = {row.key: row for chapter in CHAPTERS for row in chapter.rows}
"""Each row of the work summary, by its key."""
