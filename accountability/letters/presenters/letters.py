"""One letter, as its public page and the desk show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext

from accountability.letters.enums import REFUSED, LetterState, Party
from accountability.letters.models import Letter
from accountability.letters.presenters.gauge import gauge
from accountability.letters.presenters.signatures import ShownStep, steps_of
from accountability.letters.queries.letters import signer_of_town
from accountability.letters.queries.log import page_of
from accountability.letters.queries.measured import Measure, measured
from accountability.letters.queries.reports import newest_evidence
from accountability.letters.queries.wording import Said, published_document, said, sha256
from portal.core import codes, dates
from portal.core.charts import qr_svg
from portal.core.components import Call, Tag
from portal.core.language import is_chinese, localized_path
from portal.core.workflow import Words

_NUMERALS = "零一二三四五六七八九十"
_KINDS = {
    LetterState.PUBLISHED: "done",
    LetterState.IN_FORCE: "done",
    LetterState.REFUSED: "owed",
    LetterState.REPLIED: "owed",
    LetterState.RELEASED: "owed",
    LetterState.REPLACED: "",
    LetterState.WITHDRAWN: "",
}


@dataclass(frozen=True, slots=True)
class ShownDuty:
    """A duty: what it says, who answers for it until when, and by what it is seen.

    Attributes:
        evidence: What shows it, as planned.
        reported: What the last accepted report names, of the quarter `reported_in`.
        is_measured: Whether the portal counts it itself.
    """

    heading: str
    text: str
    responsible: str
    by_when: str
    evidence: str
    reported: str
    reported_in: str
    is_measured: bool


@dataclass(frozen=True, slots=True)
class ShownMeasure:
    """A figure that the portal counted, with its bar; `figure` is empty where it is not published."""

    label: Words
    figure: str
    picture: SafeString
    text: str
    verdict: str
    is_short: bool
    url: str
    link: str


@dataclass(frozen=True, slots=True)
class Parties:
    """Who promised whom."""

    a: str
    a_signer: str
    a_title: str
    b: str
    b_signer: str
    b_title: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a letter was refused, and what the party committee answered."""

    who: str
    refused_on: str
    reason: str
    replied_on: str
    reply: str


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """One letter."""

    number: str
    title: str
    whose: str
    name: str
    tags: Sequence[Tag]
    lede: str
    meta: Sequence[tuple[str, str]]
    calls: Sequence[Call]
    says: Said
    parties: Parties
    duties: Sequence[ShownDuty]
    measures: Sequence[ShownMeasure]
    steps: Sequence[ShownStep]
    refusal: Refusal | None
    code: str
    sha256: str
    qr: SafeString
    paper_url: str
    document_url: str


def shown(letter: Letter, *, at: datetime, is_public: bool) -> ShownLetter:
    """Return a letter as its page shows it.

    Args:
        is_public: For everybody: with the figures that are published, and without what waits.
    """
    says = said(letter)
    counted = measured(letter.unit, letter.year, at, is_public=is_public) if letter.cadre_of_id is None else []
    digest = sha256(published_document(letter)) if is_public else letter.sha256
    return ShownLetter(
        number=letter.number,
        title=title_of(letter),
        whose=title_of(letter).removesuffix(letter.wording.template.name).strip(),
        name=letter.wording.template.name,
        tags=tags(letter),
        lede=_lede(letter, says),
        meta=meta(letter),
        calls=_calls(letter, is_public=is_public),
        says=says,
        parties=_parties(letter, at),
        duties=_duties(letter, says),
        measures=[_measure(one, number) for number, one in enumerate(counted, start=1)],
        steps=steps_of(letter, at),
        refusal=_refusal(letter),
        code=codes.in_groups(letter.code),
        sha256=digest,
        qr=_qr(letter),
        paper_url=reverse("accountability_files:letter_pdf", args=[letter.number]) if is_public else "",
        document_url=reverse("accountability_files:letter_document", args=[letter.number]) if is_public else "",
    )


def title_of(letter: Letter) -> str:
    """Return the title of a letter's page: whose it is, and what it is called."""
    words = {"unit": letter.unit.name, "name": letter.wording.template.name}
    if letter.cadre_of_id is not None:
        words["unit"] = letter.principal_name
    return pgettext("title of a letter", "%(unit)s: %(name)s") % words


def tags(letter: Letter) -> list[Tag]:
    """Return where a letter stands, and of which year it is."""
    state = LetterState(letter.state)
    label = LetterState.IN_FORCE.label if state == LetterState.PUBLISHED else state.label
    return [Tag(str(label), _KINDS.get(state, "live")), Tag(_("Year %(year)d") % {"year": letter.year})]


def meta(letter: Letter) -> list[tuple[str, str]]:
    """Return number, term and wording of a letter."""
    wording = _("Version %(number)d, the same text for the whole township") % {"number": letter.wording.number}
    return [
        (_("Number"), letter.number),
        (pgettext("of a letter", "Term"), dates.date_range(date(letter.year, 1, 1), date(letter.year, 12, 31))),
        (pgettext("of a letter", "Text"), wording),
    ]


def _lede(letter: Letter, says: Said) -> str:
    count = len(says.duties)
    if letter.state in REFUSED:
        return _("It was not signed. Why, and what the party committee answered, stands below.")
    return ngettext(
        "%(count)d duty, and who answers for it. What was kept and what was not stands below.",
        "%(count)d duties, and who answers for each. What was kept and what was not stands below.",
        count,
    ) % {"count": count}


def _calls(letter: Letter, *, is_public: bool) -> list[Call]:
    calls = []
    after = getattr(letter, "replaced_by", None)
    if after is not None and (after.is_public or not is_public):
        url = page_of(after) if is_public else reverse("accountability_desk:letter", args=[after.pk])
        text = _("The head of the unit changed during the year. This letter stays here as it was signed.")
        calls.append(Call("warn", _("Another letter took its place"), text, url, after.number))
    before = letter.replaces
    if before is not None and (before.is_public or not is_public):
        url = page_of(before) if is_public else reverse("accountability_desk:letter", args=[before.pk])
        calls.append(Call("info", _("It took the place of an earlier letter"), "", url, before.number))
    return calls


def _parties(letter: Letter, at: datetime) -> Parties:
    signed = {one.party: one for one in letter.signatures.all()}
    a_signer = signed.get(Party.TOWN)
    expected = signer_of_town(letter.town, at) if a_signer is None and letter.cadre_of_id is None else None
    return Parties(
        a=letter.party_a,
        a_signer=a_signer.name if a_signer else expected.person.name if expected else "",
        a_title=a_signer.title if a_signer else expected.title if expected else "",
        b=letter.party_b,
        b_signer=letter.principal_name,
        b_title=letter.principal_title,
    )


def numeral(number: int) -> str:
    """Return the number of a duty as it stands before its heading: 一、 or 1."""
    if not is_chinese():
        return f"{number}. "
    return f"{_NUMERALS[number]}、" if number < len(_NUMERALS) else f"{number}、"


def _duties(letter: Letter, says: Said) -> list[ShownDuty]:
    shares = {one.number: one for one in letter.assignments.all()}
    usual = {one.number: one for one in letter.wording.duties.all()}
    evidence = newest_evidence(letter.unit, letter.year) if letter.cadre_of_id is None else {}
    found = []
    for duty in says.duties:
        share, plan, line = shares.get(duty.number), usual.get(duty.number), evidence.get(duty.number)
        found.append(
            ShownDuty(
                heading=f"{numeral(duty.number)}{duty.heading}",
                text=duty.text,
                responsible=share.responsible if share else "",
                by_when=(share and share.by_when) or (plan.by_when if plan else ""),
                evidence=(share and share.evidence) or (plan.evidence if plan else ""),
                reported=line.evidence if line else "",
                reported_in=_("Quarter %(quarter)d") % {"quarter": line.report.quarter} if line else "",
                is_measured=bool(plan and plan.measure),
            )
        )
    return found


_LINKS = {
    "notices": gettext_lazy("Counted from these items"),
    "opinions": gettext_lazy("Counted from opinions and answers"),
    "petitions": gettext_lazy("Counted from the figures of petitions"),
    "satisfaction": gettext_lazy("Counted from the ratings of petitions"),
    "rectifications": gettext_lazy("Counted from what inspections found"),
}


def _measure(one: Measure, place: int) -> ShownMeasure:
    required = f"{one.required.normalize():f}"
    asked = {"value": one.value, "of": one.of, "required": required}
    if one.value is None or one.of is None:
        text = _("Too few to be published. %(required)s%% is asked.") % asked
    elif not one.of:
        text = _("There was nothing to do. %(required)s%% is asked.") % asked
    else:
        text = _("%(value)d of %(of)d in time; %(required)s%% is asked.") % asked
    share = one.percent
    reached, missed = pgettext("of a measure", "Reached"), pgettext("of a measure", "Not reached")
    return ShownMeasure(
        label=one.label,
        figure="" if share is None else f"{share.normalize():f}",
        picture=gauge(share, one.required, title=str(one.label), ids=f"g{place}"),
        text=text if is_chinese() or share is None else f"{text} ",
        verdict="" if share is None else reached if one.is_reached else missed,
        is_short=not one.is_reached,
        url=one.url,
        link=str(_LINKS[one.key.value]),
    )


def _refusal(letter: Letter) -> Refusal | None:
    if not letter.refusal or letter.refused_on is None:
        return None
    return Refusal(
        who=letter.principal_name,
        refused_on=dates.full_date(letter.refused_on),
        reason=letter.refusal,
        replied_on=dates.full_date(letter.replied_on) if letter.replied_on else "",
        reply=letter.reply,
    )


def _qr(letter: Letter) -> SafeString:
    code = codes.in_groups(letter.code)
    url = f"{settings.SITE_URL}{localized_path(f'/verify/{code}/')}"
    return qr_svg(url, title=_("Address of the check of code %(code)s") % {"code": code})
