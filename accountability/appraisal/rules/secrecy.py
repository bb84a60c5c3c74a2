"""How an appraisal by phone keeps its secret: who voted what is in no store, whoever looks into all of them.

**Who has which code is known nowhere.** Codes are printed without names, by class, and drawn by the voters
themselves. The database holds a keyed digest of each, its class, and whether it was used: no time, no serial number,
and the rows of an appraisal stand in an order that was shuffled before they were saved.

**A vote is sealed before it is stored.** It is encrypted with HPKE (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305)
to the lock of the appraisal's ballot box. The lock's key follows from the opening code, sixteen letters that are
printed once, for the two tellers, and stored nowhere: neither in the database nor in Redis, a log, a file or a backup.
What is sealed says class and choices and is padded to one length, so that sealed votes differ in nothing one can see.

**Code and vote are nowhere beside each other.** All sealed votes of an appraisal lie in one value of one row, the box,
shuffled anew with each vote. The same transaction writes every code's row of the appraisal again, used or not. So
what a page, a dump or the hidden columns show (`ctid`, `xmin`, `cmin`) is always: all rows were last written by one
transaction, in an order that says nothing. There is no row, audit line, history, session, message or job of a voter;
the addresses carry no code, which is sent in the body; wrong codes are counted by network, right ones are not.

**With the count everything is gone.** The tellers type the opening code; votes are opened, shuffled, counted, and
kept as sums of lines of at least five (`rules.classes`; the database refuses smaller ones). Codes and box are deleted
in that transaction, and both tables are then written anew without them (TRUNCATE), so that no dead row remains in
their files, whatever older transaction still looks at them.

**What is left.** Copies of the database taken while people vote, the write-ahead log among them, show which code was
used between two of them, and that one sealed vote was added; what it says is known only with the opening code. So it
takes both together, a running copy of the database and the tellers' sheet, to learn what a *code* voted, and besides
whoever saw which slip a person drew. The sheet is therefore kept by the tellers, not by whoever runs the machine, and
torn up after the count. Who changes the running program itself could read votes as they arrive; no program on the
office's own machine can rule that out, and an office that fears it votes on paper. A line of the result in which
everybody chose the same says how each of them voted, as on paper.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_INFO = b"gongkai appraisal 1"
SALT_BYTES = 16
_COST = 2**15
_shuffler = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Vote:
    """What one voter chose.

    Attributes:
        voter_class: Key of the class.
        choices: The number of the choice for each subject, in the order of the subjects.
    """

    voter_class: str
    choices: tuple[int, ...]


def lock_of(opening_code: str, salt: bytes) -> bytes:
    """Return the public half of a ballot box's key, with which votes are sealed."""
    return _key(opening_code, salt).public_key().public_bytes_raw()


def seal(vote: Vote, *, lock: bytes, length: int) -> bytes:
    """Return a vote as it is stored.

    Args:
        length: To how many bytes the text is padded, the same for all votes of an appraisal.
    """
    text = json.dumps([vote.voter_class, vote.choices], separators=(",", ":")).encode()
    if len(text) > length:
        raise ValueError("A vote is longer than the length all of them are padded to.")
    return _SUITE.encrypt(text.ljust(length), X25519PublicKey.from_public_bytes(lock), _INFO)


def length_for(classes: Iterable[str], subjects: int) -> int:
    """Return to which length votes are padded: that of the longest there can be."""
    return max((len(one) for one in classes), default=0) + 2 * subjects + 8


def unseal(sealed: Iterable[bytes], *, opening_code: str, salt: bytes) -> list[Vote] | None:
    """Return the votes of a box in a random order; None where the code does not open it."""
    key = _key(opening_code, salt)
    try:
        read = [json.loads(_SUITE.decrypt(one, key, _INFO)) for one in sealed]
    except InvalidTag:
        return None
    votes = [Vote(voter_class, tuple(choices)) for voter_class, choices in read]
    _shuffler.shuffle(votes)
    return votes


def shuffled(values: Iterable[bytes]) -> list[bytes]:
    """Return values in a random order."""
    found = list(values)
    _shuffler.shuffle(found)
    return found


def tally(votes: Iterable[Vote], *, classes: Sequence[str], subjects: int, choices: int) -> list[list[int]]:
    """Return how often each choice was made for each subject by some classes, abstentions last."""
    counts = [[0] * choices for _subject in range(subjects)]
    for vote in votes:
        if vote.voter_class in classes:
            for subject, choice in enumerate(vote.choices):
                counts[subject][choice] += 1
    return counts


def _key(opening_code: str, salt: bytes) -> X25519PrivateKey:
    seed = Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(opening_code.encode())
    return X25519PrivateKey.from_private_bytes(seed)
