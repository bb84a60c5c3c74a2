"""A field that is left empty is refused by its name, in whichever form it stands."""

from collections.abc import Callable
from typing import Any

import django_filters
import pytest
from allauth.account.forms import LoginForm
from django import forms
from django.test import RequestFactory
from django.utils import translation

from portal.accounts.models import Unit
from portal.desk.fields import DayField


class OneForm(forms.Form):
    """A form of a room that has no sentence for any of its fields but one."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="单位")
    name = forms.CharField(label="姓名")
    agreed = forms.BooleanField(label="已核对")
    table = forms.FileField(label="文件")
    day = DayField(label="日期")
    said = forms.CharField(label="理由", error_messages={"required": "写明理由。"})


class OneFilter(django_filters.FilterSet):  # type: ignore[misc]
    """A list that must be narrowed."""

    kind = django_filters.ChoiceFilter(label="类别", choices=[("a", "甲")], required=True)


def missing(form: forms.BaseForm) -> dict[str, list[str]]:
    return {name: [str(one) for one in sentences] for name, sentences in form.errors.items()}


def test_each_kind_of_field_says_what_is_to_be_done_with_it() -> None:
    assert missing(OneForm({})) == {
        "unit": ["请选择单位。"],
        "name": ["请填写姓名。"],
        "agreed": ["请勾选已核对。"],
        "table": ["请选择文件。"],
        "day": ["请选择日期。"],
        "said": ["写明理由。"],
    }


def test_it_is_said_in_the_language_of_the_page() -> None:
    with translation.override("en"):
        assert missing(OneForm({}))["unit"] == ["Choose: 单位."]


@pytest.mark.parametrize(
    ("make", "name", "sentence"),
    [
        (lambda: OneFilter({}, queryset=Unit.objects.none()).form, "kind", "请选择类别。"),
        (lambda: LoginForm({}, request=RequestFactory().get("/")), "password", "请填写密码。"),
    ],
)
def test_filters_and_forms_of_others_do_as_ours(make: Callable[[], Any], name: str, sentence: str) -> None:
    assert missing(make())[name] == [sentence]


def test_a_form_of_one_reader_leaves_that_of_the_next_alone() -> None:
    with translation.override("en"):
        missing(OneForm({}))
    assert missing(OneForm({}))["name"] == ["请填写姓名。"]
