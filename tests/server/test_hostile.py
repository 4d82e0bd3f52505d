"""Whatever is sent, the server answers with a code and facts, and its store stays as it was."""

from __future__ import annotations

import json
import logging
import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.client import HTTPSConnection

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.commits.format import Header, Op, Session, payload_bytes, write
from core.commits.ids import b64, text_id
from core.errors import (
    BlobDamaged,
    DeviceRevoked,
    DeviceUnknown,
    NotAllowed,
    NotFound,
    SessionEnded,
    SessionRefused,
    SignatureWrong,
    TooLarge,
)
from core.sync import message, segment, session, wire
from core.sync.chunks import BlobPlan
from core.sync.message import MAX_MESSAGE
from core.sync.session import Proof
from core.sync.wire import ChunkName
from db import commits
from db.actions import authority, syncing, transfers
from tests.server.town import Town

ALL = b64(b"\x80")
"""The bitmap of a file of one chunk that is lacking."""
PATHS = [endpoint.path for endpoint in vars(wire).values() if isinstance(endpoint, wire.Endpoint)]


@contextmanager
def talk(town: Town) -> Iterator[HTTPSConnection]:
    """A plain HTTPS client of the standard library."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = HTTPSConnection("127.0.0.1", town.port, context=context, timeout=20)
    try:
        yield connection
    finally:
        connection.close()


def ask(
    connection: HTTPSConnection, path: str, body: bytes, method: str = "POST", token: str = ""
) -> tuple[int, dict[str, object]]:
    """A question in any shape; the status and the problem that came back."""
    connection.request(method, path, body, {"Authorization": f"Bearer {token}"} if token else {})
    response = connection.getresponse()
    data = response.read()
    assert response.headers["Content-Type"].startswith("application/json"), data[:200]
    problem: dict[str, object] = json.loads(data)
    assert set(problem) <= {"code", "facts"}
    return response.status, problem


def test_hostile_bodies_get_a_clear_no(town: Town) -> None:
    before = town.heads()
    with town.running(), talk(town) as line:

        @given(path=st.sampled_from(PATHS), body=st.binary(max_size=300))
        @settings(
            max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None
        )
        def send(path: str, body: bytes) -> None:
            status, problem = ask(line, path, body)
            assert 400 <= status < 500
            assert problem["code"] in {"MessageBroken", "SessionEnded", "TooLarge"}

        send()
        assert ask(line, "/v1/nothing", b"")[0] == 404
        assert ask(line, "/v1/hello", b"", "GET")[0] == 404
        assert ask(line, "/health", b"", "POST")[0] == 404
        size = str(MAX_MESSAGE + 1)
        line.putrequest("POST", "/v1/hello")
        line.putheader("Content-Length", size)
        line.endheaders()
        assert line.getresponse().status == 413
    assert town.heads() == before


def test_a_body_cut_short_changes_nothing(town: Town) -> None:
    clerk = town.machine("clerk")
    clerk.register()
    with clerk.store.engine.begin() as connection:
        waiting = commits.unsent(connection, clerk.store.stream, 10)
    with town.running(), town.road(clerk) as road, talk(town) as line:
        road.pull(clerk.store.stream, 0, 0, 1)
        body = message.encode(wire.Push(1), [run.data for run in segment.runs(waiting)])
        line.putrequest("POST", wire.PUSH.path)
        line.putheader("Content-Length", str(len(body)))
        line.putheader("Authorization", f"Bearer {road._token}")
        line.endheaders()
        line.send(body[:-50])
        line.close()
        town.sync(clerk)
    assert town.heads()[clerk.store.stream] == clerk.heads()[clerk.store.stream]


def test_a_broken_part_does_not_stop_the_others(town: Town) -> None:
    clerk = town.machine("clerk")
    clerk.register()
    with clerk.store.engine.begin() as connection:
        [commit] = commits.unsent(connection, clerk.store.stream, 10)
    flipped = bytes([commit.signature[0] ^ 1]) + commit.signature[1:]
    forged = segment.encode([type(commit)(commit.raw, commit.payload, flipped, commit.header, ())])
    with town.running(), town.road(clerk) as road:
        answer, packs = road.push(1, [b"garbage", forged])
        assert [(each.part, each.code) for each in answer.broken] == [(0, "SegmentBroken")]
        assert [each.code for each in answer.refused] == ["SignatureWrong"]
        assert packs == ()
        whole = [run.data for run in segment.runs([commit])]
        answer, packs = road.push(1, [b"garbage", *whole])
        assert len(answer.broken) == len(packs) == 1
        assert answer.refused == ()


def test_sessions_are_for_certified_devices_that_prove_themselves(town: Town) -> None:
    clerk = town.machine("clerk")
    author, realm = clerk.store.author, clerk.store.realm.provision.realm
    spki = town.place(clerk).spki

    def proven(nonce: str | None, **other: str) -> wire.SessionToken:
        facts = {"realm": realm, "device": author.device, "nonce": nonce, "spki": spki, **other}
        opened = session.sign_session(msgspec.convert(facts, Proof), author.sign)
        return road._post(wire.SESSION, message.encode(opened))[0]

    with town.running(), town.road(clerk) as road:
        assert proven(road.hello().nonce).until > clerk.store.now()
        with pytest.raises(SessionRefused):
            proven(road.hello().nonce, spki=b64(bytes(32)))
        with pytest.raises(SessionRefused):
            proven(road.hello().nonce, realm=text_id(bytes(16)))
        with pytest.raises(DeviceUnknown):
            proven(road.hello().nonce, device=text_id(bytes(16)))
        with pytest.raises(SessionEnded):
            proven(b64(bytes(32)))
        commander = town.machine("commander").store.author.device
        with pytest.raises(SignatureWrong):
            proven(road.hello().nonce, device=commander)


@pytest.mark.parametrize("token", ["", "x", b64(bytes(40)), "A" * 54])
def test_without_a_token_of_ours_nothing_is_told(town: Town, token: str) -> None:
    with town.running(), talk(town) as line:
        status, problem = ask(line, wire.PULL.path, b"", token=token)
        assert (status, problem["code"]) == (401, "SessionEnded")


def test_a_revoked_device_is_turned_away_at_once(town: Town) -> None:
    clerk, admin = town.machine("clerk"), town.machine("admin")
    with town.running(), town.road(clerk) as road:
        stream = clerk.store.stream
        road.pull(stream, 0, 0, 1)
        authority.revoke_device(admin.store, clerk.store.author.device, "thất lạc")
        town.sync(admin)
        with pytest.raises(DeviceRevoked):
            road.pull(stream, 0, 0, 1)
        with pytest.raises(DeviceRevoked):
            town.sync(clerk)


def test_a_device_is_told_only_of_its_streams_and_of_named_files(town: Town) -> None:
    clerk = town.machine("clerk")
    clerk.register(b"%PDF gia lap")
    foreign = text_id(bytes(16))
    with town.running(), town.road(clerk) as road:
        stream = clerk.store.stream
        [blob] = syncing.unsent_files(clerk.store, stream, "", 1)
        plan = transfers.plan(transfers.here(clerk.store, [blob])[blob])
        for wrong in (
            lambda: road.pull(foreign, 0, 0, 1),
            lambda: road.plans(foreign, [blob]),
            lambda: road.get(stream, [ChunkName(blob, 0)]),
            lambda: road.put(stream, [ChunkName(blob, 0)], (b"%PDF gia lap",)),
        ):
            with pytest.raises(NotFound):
                wrong()
        assert road.missing(stream, [plan]) == ("",)  # its commit has not come yet
        assert road.plans(stream, [blob]) == ()
        tips = road.wait([], 0).tips
        assert {tip.stream for tip in tips} == set(clerk.heads())
        with pytest.raises(NotAllowed):
            road.requests()
        with pytest.raises(NotAllowed):
            road.reply(blob, b"")


def test_chunks_that_are_not_what_the_plan_says_are_refused(town: Town) -> None:
    clerk = town.machine("clerk")
    clerk.register(b"%PDF gia lap")
    stream = clerk.store.stream
    [blob] = syncing.unsent_files(clerk.store, stream, "", 1)
    right = transfers.plan(transfers.here(clerk.store, [blob])[blob])
    with town.running(), town.road(clerk) as road:
        box = syncing.outbox(clerk.store, stream, 10)
        road.push(1, [run.data for run in box.runs])
        lie = BlobPlan(blob, 7, (b64(sha256(b"gia lap").digest()),))
        assert road.missing(stream, [lie]) == (ALL,)
        with pytest.raises(BlobDamaged):
            road.put(stream, [ChunkName(blob, 0)], (b"gia lap",))
        with pytest.raises(TooLarge):
            road.missing(stream, [BlobPlan(blob, 300 << 20, right.chunks * 300)])
        assert road.missing(stream, [right]) == (ALL,)
        with pytest.raises(BlobDamaged):
            road.put(stream, [ChunkName(blob, 0)], (b"%PDF gia lao",))
        assert road.put(stream, [ChunkName(blob, 0)], (b"%PDF gia lap",)) == (blob,)
        assert road.missing(stream, [right]) == (b64(b"\0"),)


def test_a_commit_for_a_stream_of_others_is_refused(town: Town) -> None:
    clerk = town.machine("clerk")
    author = clerk.store.author
    header = Header(
        v=1,
        realm=clerk.store.realm.provision.realm,
        stream=text_id(bytes(16)),
        device=author.device,
        inc=author.inc,
        seq=1,
        hlc=(clerk.store.now(), 0),
        person=author.person,
        session=Session("passphrase", 0),
        app="test",
        payload="A" * 43,
        size=0,
    )
    op = Op(kind="document.set", id=text_id(bytes(16)), body={"fields": {"subject": "x"}})
    foreign = write(header, payload_bytes((op,), bytes(16)), author.sign)
    before = town.heads()
    with town.running(), town.road(clerk) as road:
        answer, packs = road.push(1, [segment.encode([foreign])])
    assert ([each.code for each in answer.refused], packs) == (["CommitRefused"], ())
    assert town.heads() == before


def test_the_health_page_and_the_log_hold_no_word_of_a_document(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    clerk = town.machine("clerk")
    clerk.register(b"%PDF", subject="Tu khoa tim kiem")
    with caplog.at_level(logging.INFO, "antin.server"), town.running():
        town.sync(clerk)
        with talk(town) as line:
            line.request("GET", "/health", headers={"Accept": "application/json"})
            facts = json.loads(line.getresponse().read())
            line.request("GET", "/health")
            page = line.getresponse().read().decode()
    assert facts["well"] is True
    assert facts["place_unit"] == town.heads()[clerk.store.stream][0]
    assert "Máy chủ Ấn Tín" in page
    said = page + caplog.text
    assert not [word for word in ("Tu khoa", "217/TM-TH", "217.pdf") if word in said]
    events = [json.loads(record.message) for record in caplog.records]
    assert {each["path"] for each in events} >= {"/v1/push", "/v1/chunks/put"}


def test_files_of_the_server_hold_no_word_of_a_document(town: Town) -> None:
    clerk = town.machine("clerk")
    words = "Từ khóa chỉ có ở đây " + os.urandom(8).hex()
    clerk.register(words.encode() * 100, subject=words)
    with town.running():
        town.sync(clerk)
    for path in town.server_home.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            for spelled in (words.encode(), words.encode("utf-16-le"), words[-16:].encode()):
                assert spelled not in data, path
