"""What the wire brings: every question and answer, problems, proofs, pages and pushes."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from core.commits import canonical
from core.commits.ids import b64
from core.commits.signatures import Tag
from core.sync import chunks, frontier, message, receipt, segment, session, wire
from core.sync.session import Proof, SessionOpen
from tests.core.commits.samples import DEVICE, REALM, digest, key, public
from tests.core.sync.fuzzing_files import COMMITS, of_receipts, of_segment, signed
from tests.core.sync.fuzzing_tape import Tape
from tests.core.sync.fuzzing_target import Target
from tests.core.sync.test_wire import HEADS

KINDS: Final = {type(head): head for head in HEADS if not isinstance(head, wire.Problem)}
PROOF: Final = Proof(realm=REALM, device=DEVICE, nonce=digest("nonce"), spki=digest("spki"))


def framed(tape: Tape, head: bytes, parts: list[bytes]) -> bytes:
    """A message of a head, compressed or not, and parts."""
    frames = [tape.zstd(head), *tape.some(parts)]
    count = tape.one([0, 1, 1024, 1025, 65535]) if tape.spoils() else len(frames) - 1
    body = b"".join(tape.size(len(frame)).to_bytes(4) + frame for frame in frames)
    return tape.spoilt(bytes((message.VERSION,)) + count.to_bytes(2) + body)


def of_head(head: object, tape: Tape) -> bytes:
    return framed(tape, tape.json(head), [b"part"])


def read_head(kind: type[Any], data: bytes) -> Any:
    """A message as its reader uses it: lists and bitmaps are opened too."""
    head, parts = message.decode(kind, data)
    if isinstance(head, wire.PushAnswer):
        frontier.read_rows(head.held)
    for plan in getattr(head, "plans", ()):
        chunks.check_plan(plan)
    for bitmap in getattr(head, "missing", ()):
        chunks.read_bitmap(bitmap, 1)
    return head, parts


def again_head(found: tuple[Any, tuple[bytes, ...]]) -> bytes:
    return message.encode(*found)


def of_push(tape: Tape) -> bytes:
    return framed(tape, tape.json(wire.Push(1)), [of_segment(tape), of_segment(tape)])


def read_push(data: bytes) -> Any:
    head, parts = message.decode(wire.Push, data)
    return head, [segment.decode(part) for part in parts]


def of_pull(tape: Tape) -> bytes:
    head = wire.PullAnswer(stream=COMMITS[0].header.stream, epoch=1, next=3, head=3, packs=1)
    return framed(tape, tape.json(head), [of_receipts(tape), of_segment(tape)])


def read_pull(data: bytes) -> Any:
    """A page, as a device reads it."""
    head, parts = message.decode(wire.PullAnswer, data)
    ordered = [one for part in parts[: head.packs] for one in receipt.decode_receipts(part)]
    commits = [one for part in parts[head.packs :] for one in segment.decode(part).commits]
    frontier.arrange(commits)
    for each in ordered:
        receipt.read_receipt(each.body, each.signature, public("server"))
    return head, ordered, commits


def of_hand_back(tape: Tape) -> bytes:
    tip = wire.Tip(COMMITS[0].header.stream, 3, digest("chain"))
    parts = [of_receipts(tape), of_segment(tape)]
    return framed(tape, tape.json(wire.HandBack(tip=tip, after=0, packs=1)), parts)


def read_hand_back(data: bytes) -> Any:
    """A page that a recovering server takes back."""
    head, parts = message.decode(wire.HandBack, data)
    ordered = [one for part in parts[: head.packs] for one in receipt.decode_receipts(part)]
    commits = [one for part in parts[head.packs :] for one in segment.decode(part).commits]
    for each in ordered:
        receipt.read_receipt(each.body, each.signature, public("server"))
    return head, ordered, commits


def of_session(tape: Tape) -> bytes:
    proof = signed(tape, Tag.SESSION, PROOF, key(DEVICE).sign)
    return framed(tape, tape.json({"device": DEVICE, "proof": proof}), [])


def read_session(data: bytes) -> SessionOpen:
    found = message.decode(SessionOpen, data)[0]
    session.check_session(found, PROOF, public(DEVICE))
    return found


def of_token(tape: Tape) -> bytes:
    return framed(tape, tape.json(session.SessionToken(b64(bytes(40)), 1)), [])


def of_problem(tape: Tape) -> bytes:
    code = tape.one(["TooLarge", "Unheard", "AntinError", "__doc__", "annotations"])
    return tape.spoilt(tape.json(wire.Problem(code, {"limit": 5, "self": "x"})))


def read_problem(data: bytes) -> Any:
    """A problem, with the sentence's facts in it as text."""
    found = canonical.decode_as(wire.Problem, data, 64 << 10)
    error = wire.raised(found)
    return error.code, dict(error.facts)


WIRE: Final = (
    *(
        Target(kind.__name__, partial(of_head, head), partial(read_head, kind), again_head)
        for kind, head in KINDS.items()
    ),
    Target("push", of_push, read_push),
    Target("pull", of_pull, read_pull),
    Target("hand back", of_hand_back, read_hand_back),
    Target("session", of_session, read_session, message.encode),
    Target("token", of_token, partial(read_head, session.SessionToken), again_head),
    Target("problem", of_problem, read_problem),
)
