"""Forgetting what an opinion says in somebody's words."""

from disclosure.opinions.models import Opinion
from portal.cases.models import Case


def forget_words(case: Case) -> None:
    """Remove answer and reason of the opinion of a case. Its history holds neither."""
    Opinion.objects.filter(case=case).update(answer="", refusal_reason="")
