"""Answers about commits: greeting, session, push, pull, wait (docs/formats/wire.md)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from core.commits import fold
from core.commits.format import Commit
from core.commits.ids import b64
from core.errors import AntinError, CommitRefused, ServerBehind, TooLarge, VersionUnsupported
from core.sync import receipt, segment, wire
from core.sync.frontier import Row
from core.sync.session import SessionOpen, SessionToken
from core.sync.wire import (
    BrokenPart,
    Hello,
    HelloAnswer,
    Pull,
    PullAnswer,
    Push,
    PushAnswer,
    Refusal,
    Tip,
    Wait,
    WaitAnswer,
    Why,
)
from db.actions import recovering, trusting
from db.actions.ordering import Ordered
from server.desk import Desk, require
from server.quotas import COMMITS
from server.sessions import Session

Parts = Sequence[bytes]
LONGEST_WAIT: Final = 25
LOOK_EACH: Final = 2.0
"""Seconds between two looks at the store while somebody waits: another process may order too."""


async def hello(
    desk: Desk, who: Session | None, question: Hello, _parts: Parts
) -> tuple[HelloAnswer, Parts]:
    """Say who this server is; in a session how far its streams go, else a nonce to open one."""
    if wire.VERSION not in question.versions:
        raise VersionUnsupported(versions=str(wire.VERSION))
    answer = HelloAnswer(
        versions=(wire.VERSION,),
        min_push=1,
        min_pull=1,
        realm=desk.home.store.realm.provision.realm,
        server=desk.home.certificate.device,
        epoch=desk.home.registrar.epoch,
        time=desk.home.store.now(),
        nonce=None if who else desk.sessions.nonce(),
        tips=await _tips(desk, who) if who else (),
        trust=await desk.aside(trusting.offered, desk.home.store),
        recovering=await desk.aside(recovering.active, desk.home.store),
    )
    return answer, ()


async def session(desk: Desk, question: SessionOpen, _parts: Parts) -> tuple[SessionToken, Parts]:
    """Open a session for a device that proved itself."""
    return await desk.aside(desk.sessions.open, question), ()


async def push(desk: Desk, who: Session, question: Push, parts: Parts) -> tuple[PushAnswer, Parts]:
    """Order what a device sends; each readable part and each acceptable commit counts alone.

    Of a stream that it reads no more it hears nothing but that its commits are kept.
    """
    _check_epoch(desk, question.epoch)
    desk.require_room()
    read, broken = await desk.aside(_read, parts)
    if len(read) > wire.MAX_COMMITS:
        raise TooLarge(size=len(read), limit=wire.MAX_COMMITS)
    desk.quotas.take(COMMITS, who.device, len(read))
    ours = [each for each in read if who.reads(each.header.stream) or who.wrote(each.header)]
    done = await desk.line(desk.orders.push, ours)
    await desk.tell()
    foreign = CommitRefused(reason="other-stream")
    taken = {commit.id for commit in ours}
    others = [(commit, foreign) for commit in read if commit.id not in taken]
    refused = [(c, done.refused[c.id]) for c in ours if c.id in done.refused]
    kept = [c for c in ours if c.id in done.held or _unheard(who, c, done)]
    answer = PushAnswer(
        epoch=desk.home.registrar.epoch,
        held=tuple(map(_row, kept)),
        why=tuple(done.held.get(each.id, Why()) for each in kept),
        refused=tuple(_refusal(*each) for each in chain(others, refused)),
        broken=tuple(broken),
    )
    told = [each for each in done.receipts if who.reads(each.receipt.stream)]
    return answer, [pack.data for pack in receipt.packs(told)]


async def pull(desk: Desk, who: Session, question: Pull, _parts: Parts) -> tuple[PullAnswer, Parts]:
    """A page of a stream in the server's order."""
    require(who, question.stream)
    _check_epoch(desk, question.epoch)
    await desk.line(desk.orders.publish)
    tips = {tip.stream: tip.gseq for tip in desk.orders.journalled()}
    desk.firsts.pull(who.device, tips.get(question.stream, 0) - question.after)
    found = await desk.aside(desk.orders.page, question.stream, question.after, question.limit)
    if question.after > found.last:
        raise ServerBehind(seen=question.after, place=found.last)
    packs = [pack.data for pack in receipt.packs(found.page.receipts)]
    segments = await desk.aside(_encode, found.page.commits)
    answer = PullAnswer(
        stream=question.stream,
        epoch=desk.home.registrar.epoch,
        next=question.after + len(found.page.commits),
        head=found.last,
        packs=len(packs),
        state=b64(found.state.state) if found.state else None,
        reducer=fold.REDUCER if found.state else None,
    )
    return answer, [*packs, *segments]


async def wait(desk: Desk, who: Session, question: Wait, _parts: Parts) -> tuple[WaitAnswer, Parts]:
    """Answer once a stream that the device reads goes beyond what it knows, or in vain."""
    known = {tip.stream: tip for tip in question.tips}
    loop = asyncio.get_running_loop()
    end = loop.time() + min(question.seconds, LONGEST_WAIT)
    while True:
        tips = await _tips(desk, who)
        left = end - loop.time()
        if left <= 0 or any(known.get(tip.stream) != tip for tip in tips):
            return WaitAnswer(desk.home.registrar.epoch, tips), ()
        await desk.listen(min(left, LOOK_EACH))


async def _tips(desk: Desk, who: Session) -> tuple[Tip, ...]:
    found = await desk.line(desk.orders.tips)
    return tuple(tip for tip in found if who.reads(tip.stream))


def _check_epoch(desk: Desk, epoch: int) -> None:
    """A device that has seen a later life of this server must not be answered from an older one."""
    if epoch > desk.home.registrar.epoch:
        raise ServerBehind(epoch=desk.home.registrar.epoch, seen=epoch)


def _unheard(who: Session, commit: Commit, done: Ordered) -> bool:
    """Whether a commit was ordered in a stream of which its device is told nothing any more."""
    return not who.reads(commit.header.stream) and commit.id not in done.refused


def _read(parts: Parts) -> tuple[list[Commit], list[BrokenPart]]:
    found: list[Commit] = []
    broken: list[BrokenPart] = []
    for place, part in enumerate(parts):
        try:
            found.extend(segment.decode(part).commits)
        except AntinError as error:
            broken.append(BrokenPart(place, error.code))
    return found, broken


def _encode(commits: Iterable[Commit]) -> list[bytes]:
    return [run.data for run in segment.runs(commits)]


def _row(commit: Commit) -> Row:
    device, inc, stream = commit.chain
    return Row(device, inc, stream, commit.header.seq)


def _refusal(commit: Commit, error: AntinError) -> Refusal:
    device, inc, stream = commit.chain
    return Refusal(device, inc, stream, commit.header.seq, error.code)
