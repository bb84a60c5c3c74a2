"""Tests of the typed reader: what is allowed is read, anything else refused with name, value and what is allowed."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings.env import Env


def refusal(call: object, *parts: str) -> str:
    """Return the sentence of a refusal after checking what it says."""
    assert callable(call)
    with pytest.raises(ImproperlyConfigured) as caught:
        call()
    sentence = str(caught.value)
    for part in parts:
        assert part in sentence
    return sentence


def test_text() -> None:
    env = Env({"A": " words ", "EMPTY": " "})
    assert env.text("A") == "words"
    assert env.text("EMPTY", "default") == "default"
    refusal(lambda: env.text("EMPTY"), "EMPTY is not set")


def test_secret_is_never_repeated() -> None:
    env = Env({"KEY": "too short"})
    sentence = refusal(lambda: env.secret("KEY", at_least=50), "KEY has 9 characters", "at least 50")
    assert "too short" not in sentence


@pytest.mark.parametrize(("written", "read"), [("yes", True), ("1", True), ("On", True), ("no", False), ("0", False)])
def test_flag(written: str, read: bool) -> None:
    assert Env({"F": written}).flag("F", default=not read) is read


def test_flag_refuses() -> None:
    assert Env({}).flag("F", default=True) is True
    refusal(lambda: Env({"F": "maybe"}).flag("F", default=True), "F is “maybe”", "yes, no")


@pytest.mark.parametrize("written", ["x", "1.5", "-1", "11", "", "1e3", "９"])
def test_whole_refuses(written: str) -> None:
    env = Env({"N": written})
    if not written:
        assert env.whole("N", 7, high=10) == 7
    else:
        refusal(lambda: env.whole("N", 7, high=10), f"N is “{written}”", "from 0 to 10")


def test_whole_reads() -> None:
    assert Env({"N": "10"}).whole("N", 7, high=10) == 10


def test_yuan() -> None:
    assert Env({"Y": "5000.50"}).yuan("Y", "1") == Decimal("5000.50")
    assert Env({}).yuan("Y", "1") == Decimal(1)


@pytest.mark.parametrize("bad", ["5,000", "-1", "1e3", "1.005", "many"])
def test_yuan_refuses(bad: str) -> None:
    refusal(lambda: Env({"Y": bad}).yuan("Y", "1"), f"Y is “{bad}”", "an amount in yuan")


def test_names() -> None:
    assert Env({"H": "a.example, b.example,"}).names("H") == ["a.example", "b.example"]
    refusal(lambda: Env({}).names("H"), "H is not set")


def test_choice() -> None:
    assert Env({"L": "INFO"}).choice("L", "DEBUG", frozenset({"INFO", "DEBUG"})) == "INFO"
    refusal(lambda: Env({"L": "loud"}).choice("L", "INFO", frozenset({"INFO", "DEBUG"})), "“loud”", "DEBUG, INFO")


def test_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert Env({"V": str(tmp_path / "new")}).folder("V", Path("/x")) == tmp_path / "new"
    refusal(lambda: Env({"V": "relative/path"}).folder("V", Path("/x")), "“relative/path”", "absolute path")
    refusal(lambda: Env({"V": str(tmp_path / "file")}).folder("V", Path("/x")), "must be a folder")


@pytest.mark.parametrize("bad", ["gongkai.example", "ftp://a.example", "https://a.example/", "https://a.example?x"])
def test_site_url_refuses(bad: str) -> None:
    refusal(lambda: Env({"S": bad}).site_url("S"), f"S is “{bad}”", "https://gongkai.example")


def test_site_url() -> None:
    assert Env({"S": "http://a.example:8000"}).site_url("S") == "http://a.example:8000"
    refusal(lambda: Env({"S": "http://a.example"}).site_url("S", https=True), "with https and no path")


@pytest.mark.parametrize("good", ["http://10.0.0.7:8081/sms", "https://sms.example/send?account=7"])
def test_web_address(good: str) -> None:
    assert Env({"W": good}).web_address("W", "") == good
    assert not Env({}).web_address("W", "")


@pytest.mark.parametrize(
    "bad",
    ["gateway.test/send", "file:///etc/passwd", "https:///send", "https://a:b@sms.example/", "http://a:bc/secret"],
)
def test_web_address_refuses_without_repeating_it(bad: str) -> None:
    sentence = refusal(lambda: Env({"W": bad}).web_address("W", ""), "W is “", "http or https")
    assert bad not in sentence


def test_database() -> None:
    env = Env({"D": "postgresql://me:p%40ss@db.example:5433/portal?sslmode=require"})
    assert env.database("D") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "portal",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }
    assert Env({}).database("D") is None


def test_database_by_socket() -> None:
    read = Env({"D": "postgresql://me@/portal?host=/run/postgres"}).database("D")
    assert read is not None
    assert (read["HOST"], read["PORT"], read["OPTIONS"]) == ("/run/postgres", "", {})


@pytest.mark.parametrize("bad", ["mysql://me:secret@h/db", "postgresql://me:secret@h/", "postgresql://me:secret@h:x/d"])
def test_database_refuses_without_repeating_the_password(bad: str) -> None:
    assert "secret" not in refusal(lambda: Env({"D": bad}).database("D"), "D is “", "postgresql://user:password@")


@pytest.mark.parametrize("good", ["redis://h:6379/0", "rediss://h/1", "unix:///run/redis.sock?db=0"])
def test_redis(good: str) -> None:
    assert Env({"R": good}).redis("R") == good


@pytest.mark.parametrize("bad", ["http://h", "redis://", "localhost:6379", "unix://"])
def test_redis_refuses(bad: str) -> None:
    refusal(lambda: Env({"R": bad}).redis("R"), "R is “", "redis://host:6379/0")
