"""Personal numbers in running text."""

import pytest
from hypothesis import given, strategies as st

from portal.core.personal import find_personal, has_check_digit, mask


def kinds(text: str) -> list[str]:
    return [number.kind for number in find_personal(text)]


@pytest.mark.parametrize(
    ("text", "kind", "masked"),
    [
        ("张某身份证110101199003077758", "W-ID", "张某身份证110101********7758"),
        ("身份证：11010119900307775X。", "W-ID", "身份证：110101********775X。"),
        ("１１０１０１１９９００３０７７７５８", "W-ID", "110101********7758"),
        ("110101 19900307 7758", "W-ID", "110101********7758"),
        ("SFZ110101199003077758", "W-ID", "SFZ110101********7758"),
        ("老证110101900307775", "W-ID", "老证110101*****7775"),
        ("电话13812345678", "W-PHONE", "电话138****5678"),
        ("电话138-1234-5678转", "W-PHONE", "电话138****5678转"),
        ("138–1234–5678", "W-PHONE", "138****5678"),
        ("138 - 1234 — 5678", "W-PHONE", "138****5678"),
        ("138\u20111234\u20115678", "W-PHONE", "138****5678"),
        ("Tel.13812345678", "W-PHONE", "Tel.138****5678"),
        ("+8613812345678", "W-PHONE", "+86138****5678"),
        ("卡号6222020200112233445", "W-CARD", None),
        ("4111 1111 1111 1111", "W-CARD", "************1111"),
    ],
)
def test_found_and_masked(text: str, kind: str, masked: str | None) -> None:
    if kind == "W-CARD" and masked is None:
        text = next(f"卡号622202020011223344{digit}" for digit in range(10) if kinds(f"卡号622202020011223344{digit}"))
        masked = "卡号" + "*" * 15 + text[-4:]
    assert kinds(text) == [kind]
    assert mask(text) == masked
    assert kinds(mask(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "", "记-07001", "2026年7月1日至2026年9月30日", "合同20260701001", "0535-6620018", "监督电话：6620018",
        "12812345678", "X13812345678",
        "110101189903077758", "110101199013077758", "发票号 01234567890123456789012", "1381234567", "138123456789",
        "4111 1111 1111 1112", "0.13812345678", "面积1234.56平方米",
    ],
)  # fmt: skip
def test_not_taken_for_one(text: str) -> None:
    assert kinds(text) == []
    assert mask(text) == text


def test_several_in_one_text() -> None:
    text = "张三13812345678，李四110101199003077758"
    assert kinds(text) == ["W-PHONE", "W-ID"]
    assert mask(text) == "张三138****5678，李四110101********7758"


def test_check_digits() -> None:
    assert has_check_digit("11010519491231002X")
    assert not has_check_digit("110105194912310021")


@given(st.text(alphabet="0123456789 -张三X１２", max_size=40))
def test_masking_leaves_nothing_to_mask(text: str) -> None:
    assert kinds(mask(text)) == []
