"""The limits of a town: as it has set them, or else as the rules come."""

from dataclasses import dataclass

from accountability.warning.enums import Risk
from accountability.warning.models import RiskLimit
from accountability.warning.rules import RULES, Limits, RiskRule
from portal.accounts.models import Unit


@dataclass(frozen=True, slots=True)
class LimitsInForce:
    """From where on a risk is medium and high in a town, and who set that; `version` 0 is as the rule comes."""

    rule: RiskRule
    limits: Limits
    version: int = 0
    set: RiskLimit | None = None


def limits_in_force(town: Unit) -> dict[Risk, LimitsInForce]:
    """Return the limits of every risk, with one query."""
    rows = RiskLimit.objects.filter(town=town).order_by("risk", "-version").distinct("risk").select_related("set_by")
    newest = {Risk(row.risk): row for row in rows}
    return {risk: _in_force(rule, newest.get(risk)) for risk, rule in RULES.items()}


def versions(town: Unit, risk: Risk) -> list[RiskLimit]:
    """Return what a town has set for a risk, the newest first."""
    return list(RiskLimit.objects.filter(town=town, risk=risk).select_related("set_by").order_by("-version"))


def _in_force(rule: RiskRule, row: RiskLimit | None) -> LimitsInForce:
    if row is None:
        return LimitsInForce(rule, Limits(rule.medium, rule.high))
    return LimitsInForce(rule, Limits(row.medium, row.high), row.version, row)
