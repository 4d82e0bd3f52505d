"""Every question and answer travels as a message; errors come out on the other side as they went
in.
"""

from __future__ import annotations

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import errors
from core.commits import canonical
from core.commits.signatures import Signed
from core.errors import AntinError, CommitRefused, MessageBroken, TooLarge
from core.sync import frontier, message, wire
from core.sync.chunks import BlobPlan
from core.sync.wire import Endpoint, Problem, Tip
from tests.core.commits.samples import DEVICE, REALM, START, STREAM, digest, ident

TIP = Tip(STREAM, 7, digest("chain"))
PLAN = BlobPlan(blob=digest("blob"), size=3, chunks=(digest("chunk"),))
NAME = wire.ChunkName(digest("blob"), 0)
ENDPOINTS = [value for value in vars(wire).values() if isinstance(value, Endpoint)]
HEADS = [
    wire.Hello(versions=(1,), app="0.1.0"),
    wire.HelloAnswer(
        versions=(1,),
        min_push=1,
        min_pull=1,
        realm=REALM,
        server=ident("server"),
        epoch=1,
        time=START,
        nonce=digest("nonce"),
    ),
    wire.HandBack(wire.Tip(STREAM, 12, digest("chain")), 7, 1),
    wire.HandBackAnswer(wire.Tip(STREAM, 12, digest("chain"))),
    wire.HelloAnswer(
        versions=(1,),
        min_push=1,
        min_pull=1,
        realm=REALM,
        server=ident("server"),
        epoch=1,
        time=START,
        tips=(TIP,),
    ),
    wire.Push(epoch=1),
    wire.PushAnswer(
        epoch=1,
        held=frontier.rows({(DEVICE, 1, STREAM): 4}),
        refused=(wire.Refusal(DEVICE, 1, STREAM, 5, "CommitRefused"),),
        broken=(wire.BrokenPart(0, "SegmentBroken"),),
    ),
    wire.Pull(stream=STREAM, epoch=1, after=0),
    wire.PullAnswer(stream=STREAM, epoch=1, next=7, head=9, packs=1),
    wire.PullAnswer(stream=STREAM, epoch=1, next=9, head=9, packs=0, state=digest("s"), reducer=1),
    wire.Wait(tips=(TIP,), seconds=30),
    wire.WaitAnswer(epoch=1, tips=(TIP,)),
    wire.Missing(stream=STREAM, plans=(PLAN,)),
    wire.MissingAnswer(missing=("gA",)),
    wire.Put(stream=STREAM, chunks=(NAME,)),
    wire.PutAnswer(whole=(digest("blob"),)),
    wire.Plans(stream=STREAM, blobs=(digest("blob"),)),
    wire.PlansAnswer(plans=(PLAN,)),
    wire.Get(stream=STREAM, chunks=(NAME,)),
    wire.GetAnswer(chunks=(NAME,)),
    wire.Media(stream=STREAM, blobs=(digest("blob"),)),
    wire.MediaAnswer(word=Signed("e30", "")),
    wire.Enrol(),
    wire.EnrolState("waiting"),
    wire.Requests(),
    wire.RequestsAnswer(),
    wire.Reply(request=digest("request")),
    wire.ReplyAnswer(),
    wire.Evidence("ocsp", "0" * 64),
    wire.EvidenceAnswer(),
    wire.TrustPiece(number=3),
    wire.TrustPiece(number=3, place=9),
    wire.TrustPieceAnswer(size=10),
    wire.Snapshot(stream=STREAM),
    wire.SnapshotAnswer(),
    wire.SnapshotChunk(stream=STREAM, chunk=digest("chunk")),
    wire.SnapshotChunkAnswer(),
    Problem("TooLarge", {"limit": 5}),
]


@pytest.mark.parametrize("head", HEADS, ids=lambda head: type(head).__name__)
def test_heads_travel(head: object) -> None:
    assert message.decode(type(head), message.encode(head)) == (head, ())


def test_paths_are_different_and_every_head_is_tried() -> None:
    assert len({endpoint.path for endpoint in ENDPOINTS}) == len(ENDPOINTS) > 10
    tried = {type(head) for head in HEADS} | {wire.SessionOpen, wire.SessionToken}
    assert {kind for each in ENDPOINTS for kind in (each.question, each.answer)} <= tried


def test_a_sync_without_changes_costs_less_than_a_kilobyte() -> None:
    assert len(message.encode(HEADS[0])) + len(message.encode(HEADS[2])) < 700


def test_sizes_of_lists_are_bounded() -> None:
    for head in (
        {"stream": STREAM, "chunks": [[digest("blob"), 0]] * 1025},
        {"stream": STREAM, "chunks": [[digest("blob"), 4096]]},
        {"stream": STREAM, "chunks": [[digest("blob")]]},
    ):
        with pytest.raises(MessageBroken):
            message.decode(wire.Get, message.encode(head))
    with pytest.raises(MessageBroken):
        message.decode(
            wire.Pull, message.encode({"stream": STREAM, "epoch": 1, "after": 0, "limit": 1001})
        )


KINDS = [
    kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, AntinError)
]


@given(
    st.sampled_from(KINDS),
    st.dictionaries(
        st.sampled_from(["limit", "self", "size"]), st.integers(0, 9) | st.text(max_size=3)
    ),
)
def test_errors_come_out_as_they_went_in(
    kind: type[AntinError], facts: dict[str, str | int]
) -> None:
    error = kind(**facts)
    found = wire.raised(wire.problem(error))
    assert (type(found), found.facts) == (kind, facts)


@pytest.mark.parametrize(
    "code", ["", "int", "annotations", "__name__", "Unheard", "AntinError.code"]
)
def test_an_unknown_code_is_a_broken_message(code: str) -> None:
    assert type(wire.raised(Problem(code))) is MessageBroken


def test_known_codes_are_those_of_the_tree() -> None:
    assert type(wire.raised(wire.problem(CommitRefused(seq=3)))) is CommitRefused
    assert wire.problem(TooLarge(limit=3)) == Problem("TooLarge", {"limit": 3})
    assert (
        canonical.encode(wire.problem(TooLarge(limit=3)))
        == b'{"code":"TooLarge","facts":{"limit":3}}'
    )
