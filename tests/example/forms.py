"""What is asked before a step of a ticket."""

from django import forms


class AnswerForm(forms.Form):
    """Answer a ticket."""

    text = forms.CharField(label="Answer", widget=forms.Textarea, error_messages={"required": "Write an answer."})


class ReasonForm(forms.Form):
    """Give a reason, or leave it to the workflow to ask for one."""

    reason = forms.CharField(label="Why", required=False)
