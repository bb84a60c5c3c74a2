"""Nobody learns who voted what: not with every row, hidden columns, history, audit, Redis, logs and files in hand.

Each test that looks for something is tried on something that gives it away first, so that it is known to see it.
"""

import io
import logging
import pickle
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from redis import Redis

from accountability.appraisal.actions import voting
from accountability.appraisal.enums import VoterClass
from accountability.appraisal.models import Appraisal, BallotBox, VotingCode
from accountability.appraisal.queries.results import result
from accountability.appraisal.queries.voting import CODE_DIGEST
from accountability.appraisal.rules import secrecy
from accountability.appraisal.tasks import wipe_boxes
from portal.accounts.enums import Role
from portal.accounts.models import Post, User
from portal.core.refusals import Refused
from tests.accountability.appraisal.making import NOW, Voting, by_phone, people

CODE_TABLE, BOX_TABLE = VotingCode._meta.db_table, BallotBox._meta.db_table
SEVERAL = 12
"""Voters of a test; enough that an order by chance is none."""


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrecy, "_COST", 2)


@pytest.fixture
def poll(own_database: str) -> Voting:
    assert own_database
    return by_phone(people())


def query(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def tables() -> list[str]:
    return [name for (name,) in query("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")]


def everything() -> str:
    """Return all rows of all tables with their hidden columns, and all of Redis, as text."""
    rows = [str(query(f'SELECT xmin, cmin, ctid, t.* FROM "{name}" t')) for name in tables()]
    client = Redis.from_url(settings.REDIS_URL)
    kept = [str((key, client.dump(key))) for key in client.scan_iter()]
    return "\n".join([*rows, *kept])


def vote_on_pages(code: str, choices: str) -> None:
    """Vote as a telephone does: code, ballot, a look at it, and into the box."""
    client, said = Client(), {f"q{place}": choice for place, choice in enumerate(choices, start=1)}
    assert client.post("/accountability/vote/", {"code": code}).status_code == 200
    assert client.post("/accountability/vote/", {"code": code, "do": "look", **said}).status_code == 200
    cast = client.post("/accountability/vote/", {"code": code, "do": "cast", **said})
    assert cast.status_code == 302, cast.content.decode()
    assert "sessionid" not in client.cookies


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Keep everything that is logged at any level."""
    kept = io.StringIO()
    handler, root = logging.StreamHandler(kept), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield kept
    root.removeHandler(handler)
    root.setLevel(before)


def test_one_code_votes_once_though_twenty_press_at_once(poll: Voting) -> None:
    ready = Barrier(20)

    def press(number: int) -> str:
        ready.wait(timeout=20)
        try:
            voting.cast(code=poll.codes[0], choices=(number % 3, 0, 0))
        except Refused as refusal:
            return str(refusal.field)
        finally:
            connection.close()
        return "cast"

    with ThreadPoolExecutor(20) as crowd:
        answers = sorted(crowd.map(press, range(20), timeout=60))
    assert answers == ["cast", *["code"] * 19]
    assert len(BallotBox.objects.get().votes) == VotingCode.objects.filter(is_used=True).count() == 1


def test_all_who_vote_at_once_are_counted(poll: Voting) -> None:
    ready = Barrier(30)

    def press(code: str) -> None:
        ready.wait(timeout=20)
        try:
            voting.cast(code=code, choices=(0, 1, 2))
        finally:
            connection.close()

    with ThreadPoolExecutor(30) as crowd:
        list(crowd.map(press, poll.codes, timeout=90))
    assert len(BallotBox.objects.get().votes) == VotingCode.objects.filter(is_used=True).count() == 30


def test_no_code_and_no_vote_stands_anywhere(poll: Voting, log: io.StringIO) -> None:
    """Codes stand nowhere in plain, nor does anything of a vote; not in what is logged either."""
    for code in poll.codes[:SEVERAL]:
        vote_on_pages(code, "210")
    found = everything() + log.getvalue()
    assert CODE_DIGEST.of(poll.codes[0]) in found  # this is where one would find it
    for code in [*poll.codes, poll.printed.opening_code]:
        assert code not in found
        assert f"{code[:4]}-{code[4:8]}" not in found
    digests = {CODE_DIGEST.of(code) for code in poll.codes}
    assert {digest for digest in re.findall(r"[0-9a-f]{64}", found) if digest in digests} == digests
    assert not re.search(r"\bq1\b", log.getvalue())


def test_only_codes_and_box_are_written_when_somebody_votes(poll: Voting) -> None:
    """No row of a session, an audit, a history, a job or a message is left by a vote."""
    names = [name for name in tables() if name not in (CODE_TABLE, BOX_TABLE)]

    def counted() -> dict[str, list[tuple[Any, ...]]]:
        return {name: query(f'SELECT count(*), max(xmin::text::bigint) FROM "{name}"') for name in names}

    before = counted()
    for code in poll.codes[:SEVERAL]:
        vote_on_pages(code, "000")
    assert counted() == before


def hidden(table: str, key: str) -> list[tuple[Any, ...]]:
    """Return the hidden columns of a table's rows in the order they lie in its file."""
    return query(f'SELECT {key}, xmin::text, cmin::text FROM "{table}" ORDER BY ctid')


def orders(poll: Voting) -> Iterator[tuple[list[str], list[str]]]:
    """Vote one after the other, and yield after each the order of votes, and that of used codes in the file."""
    cast = []
    for code in poll.codes[:SEVERAL]:
        voting.cast(code=code, choices=(0, 1, 2))
        cast.append(CODE_DIGEST.of(code))
        lie = query(f'SELECT digest FROM "{CODE_TABLE}" WHERE is_used ORDER BY ctid')
        yield cast, [digest for (digest,) in lie]


def test_hidden_columns_tell_no_vote_from_another(poll: Voting) -> None:
    """All codes of an appraisal have been written by the same transaction, used or not."""
    for _cast, _lie in orders(poll):
        rows = hidden(CODE_TABLE, "is_used")
        assert len({(xmin, cmin) for _used, xmin, cmin in rows}) == 1
        assert len(rows) == 30


def test_the_order_of_rows_is_not_that_of_votes(poll: Voting) -> None:
    """Codes lie in the order of their random keys all the time, however often they are written."""
    first = [key for (key,) in query(f'SELECT id FROM "{CODE_TABLE}" ORDER BY ctid')]
    for cast, lie in orders(poll):
        if len(cast) == SEVERAL:
            assert lie != cast
            assert lie != cast[::-1]
    assert [key for (key,) in query(f'SELECT id FROM "{CODE_TABLE}" ORDER BY ctid')] == first


def test_one_row_written_alone_would_be_seen(poll: Voting) -> None:
    """The same look at the hidden columns finds who voted last where only that row is written."""
    VotingCode.objects.filter(digest=CODE_DIGEST.of(poll.codes[0])).update(is_used=True)
    rows = hidden(CODE_TABLE, "is_used")
    last = max(rows, key=lambda row: int(row[1]))
    assert last[0] is True
    assert len({xmin for _used, xmin, _cmin in rows}) == 2
    assert rows[-1][0] is True  # and it lies at the end


def test_copies_of_the_box_show_that_somebody_voted_and_nothing_else(poll: Voting) -> None:
    """Somebody copies the box after each vote. The votes are alike from outside, and lie in no order."""
    copies: list[list[bytes]] = [[]]
    for code in poll.codes[:SEVERAL]:
        voting.cast(code=code, choices=(0, 1, 2))
        copies.append(BallotBox.objects.get().votes)
    assert all(set(before) < set(after) for before, after in pairwise(copies))
    arrived = [next(iter(set(after) - set(before))) for before, after in pairwise(copies)]
    assert copies[-1] != arrived
    assert {len(one) for one in arrived} == {len(arrived[0])}
    assert secrecy.unseal(arrived, opening_code="ABCDEFGHJKMNPQRS", salt=bytes(_row().salt)) is None


def test_all_keys_of_the_office_do_not_open_the_box(poll: Voting) -> None:
    """What opens it is on paper: no setting of the portal does, nor anything that is stored."""
    voting.cast(code=poll.codes[0], choices=(0, 1, 2))
    row, votes = _row(), BallotBox.objects.get().votes
    words = [settings.SECRET_KEY, *settings.ENCRYPTION_KEYS, *settings.DIGEST_KEYS, str(row.pk), row.number]
    stored = set(re.findall(r"[A-Z2-9]{16}", everything()))
    for word in [*words, *sorted(stored)[:50]]:
        assert secrecy.lock_of(word, bytes(row.salt)) != bytes(row.lock)
        assert secrecy.unseal(votes, opening_code=word, salt=bytes(row.salt)) is None


def _row() -> Appraisal:
    return Appraisal.objects.get()


def test_after_the_count_there_is_nothing_to_join(poll: Voting) -> None:
    """Codes, votes and key are gone from the tables, and from the files of the tables as well."""
    digest = CODE_DIGEST.of(poll.codes[0])
    for number, code in enumerate(poll.codes):
        voting.cast(code=code, choices=(number % 3, 1, 2))
    sealed = BallotBox.objects.get().votes[0]
    assert _in_files(CODE_TABLE, digest.encode())
    salt, lock = bytes(_row().salt), bytes(_row().lock)
    secretary = _secretary()
    voting.count(actor=secretary, appraisal=_row(), opening_code=poll.printed.opening_code, at=NOW)
    found = everything()
    for gone in (digest, str(sealed), repr(salt), repr(lock)):
        assert gone not in found
    for table in (CODE_TABLE, BOX_TABLE):
        assert query(f"SELECT pg_relation_size('{table}')") == [(0,)]


def test_what_another_appraisal_has_in_the_tables_stays(poll: Voting) -> None:
    """One appraisal is counted while another votes: its codes and its box stay, and the rest is wiped."""
    other = people()
    another = by_phone(other)
    voting.cast(code=another.printed.slips[0][1][0], choices=(0, 1, 2))
    digest = CODE_DIGEST.of(poll.codes[0])
    for number, code in enumerate(poll.codes):
        voting.cast(code=code, choices=(number % 3, 1, 2))
    assert _in_files(CODE_TABLE, digest.encode())
    secretary = User.objects.get(
        pk=Post.objects.get(role=Role.SECRETARY, unit=poll.appraisal.debriefing.town).person_id
    )
    voting.count(actor=secretary, appraisal=_of(poll), opening_code=poll.printed.opening_code, at=NOW)
    wipe_boxes()
    assert not _in_files(CODE_TABLE, digest.encode())
    assert len(BallotBox.objects.get(appraisal=another.appraisal).votes) == 1
    voting.cast(code=another.printed.slips[0][1][1], choices=(1, 1, 1))


def _of(poll: Voting) -> Appraisal:
    return Appraisal.objects.get(pk=poll.appraisal.pk)


def _secretary() -> User:
    return User.objects.get(pk=Post.objects.get(role=Role.SECRETARY).person_id)


def _in_files(table: str, sought: bytes) -> bool:
    """Return whether something stands in the file of a table, in rows that are dead as well."""
    ((path,),) = query(f"SELECT pg_relation_filepath('{table}')")
    connection.cursor().execute("CHECKPOINT")
    ((content,),) = query(f"SELECT pg_read_binary_file('{path}')")
    return sought in bytes(content)


def test_what_is_kept_of_the_count_tells_nobody_apart(poll: Voting) -> None:
    """The working group has three voters, who stand in one line with the cadres; nothing finer is stored."""
    for code in poll.codes:
        voting.cast(code=code, choices=(2, 2, 2) if code in dict(poll.printed.slips)["working_group"] else (0, 0, 0))
    done = voting.count(actor=_secretary(), appraisal=_row(), opening_code=poll.printed.opening_code, at=NOW)
    found = result(done)
    assert found
    assert next(one.line.classes for one in found.lines) == [VoterClass.WORKING_GROUP, VoterClass.CADRES]
    assert all(one.line.valid >= 5 for one in found.lines)


def test_a_right_code_is_counted_nowhere(poll: Voting) -> None:
    """Wrong codes are counted by network; who votes leaves no trace in Redis."""
    client = Redis.from_url(settings.REDIS_URL)
    client.flushdb()
    vote_on_pages(poll.codes[0], "000")
    assert not [key for key in client.scan_iter() if b"voting" in key]
    assert Client().post("/accountability/vote/", {"code": "ZZZZ-ZZZZ"}).status_code == 422
    assert [key for key in client.scan_iter() if b"voting" in key]


def test_a_kept_vote_cannot_be_pickled_along(poll: Voting) -> None:
    """A vote that goes into the cache by mistake would be found: the look at Redis sees what is pickled there."""
    client = Redis.from_url(settings.REDIS_URL)
    client.set("stray", pickle.dumps({"code": poll.codes[0]}))
    try:
        assert poll.codes[0] in everything()
    finally:
        client.delete("stray")
