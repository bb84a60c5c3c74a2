"""A check that every step of a workflow can be taken from a page, and that no page takes another."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import get_resolver

from portal.core.workflow import WORKFLOWS, Workflow
from portal.desk.steps import STEPS, StepView


@register(Tags.urls)
def check_steps(**_context: Any) -> Sequence[CheckMessage]:
    """Compare the registered workflows with the views of their steps.

    A verb without a label is the system's or follows from another step; a row out of nothing is taken by an
    ordinary `ActionView`. All others have one view each. That there is no second one `steps` sees to.
    """
    _ = get_resolver().url_patterns  # loads the addresses, and with them the views
    return [message for workflow in WORKFLOWS for message in _faults(workflow)]


def _faults(workflow: Workflow) -> Iterator[CheckMessage]:
    views = [view for view in STEPS.values() if view.workflow is workflow]
    wanted = {row.verb for row in workflow.rows if row.source and workflow.verb(row.verb).label}
    for verb in sorted(wanted - {view.verb for view in views}):
        yield Error(
            f"The step {verb} of workflow {workflow.name} has no view.",
            hint="Write a StepView, or leave the label of the verb empty if no page offers it.",
            id="desk.E001",
        )
    for view in views:
        name = view.__name__
        if view.verb not in wanted:
            yield Error(f"{name} takes the step {view.verb}, which its workflow does not offer.", id="desk.E002")
        takes_form = view.at_once and view.take_proposed is StepView.take_proposed
        if takes_form and any(field.required for field in view.form_class.base_fields.values()):
            yield Error(f"{name} can be taken at once, but its form asks something.", id="desk.E003")
