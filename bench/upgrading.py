"""One signature from B-B to B-LTA, by an authority in the same process whose own time is not
counted: the client's processor time and the growth of the file, against the goals of signing.md
§15.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import process_time

from measure import in_turns, tell

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from core.signing.services import Query
from core.signing.upgrade import Stage, upgrade
from core.signing.verify import judge
from tests.pki.authority import NOW_MS
from tests.pki.documents import once, trust
from tests.pki.responder import Responder

ROUNDS = 7
GOAL_SECONDS, GOAL_BYTES = 0.200, 35_000
SOON_MS = NOW_MS + 600_000


def upgraded() -> tuple[float, bytes]:
    """Processor seconds without those of the authority, and the file."""
    responder, theirs = Responder(SOON_MS), 0.0

    def ask(query: Query) -> bytes:
        nonlocal theirs
        begun = process_time()
        answer = responder.ask(query)
        theirs += process_time() - begun
        return answer

    begun = process_time()
    done = upgrade(once(), trust(), ask, SOON_MS)
    taken = process_time() - begun - theirs
    if done.stage is not Stage.LTA:
        raise SystemExit(f"not complete: {done.stage} {done.trouble} {done.incident}")
    return taken, done.data


def judged() -> float:
    """Judging the file that is begun with, which no upgrade can do without."""
    begun = process_time()
    judge(once(), trust(), SOON_MS)
    return process_time() - begun


upgraded()
mine, least = in_turns(ROUNDS, lambda: upgraded()[0], judged)
tell("B-B to B-LTA", mine, "s", against="goal", peer=GOAL_SECONDS, limit=1.0)
tell("B-B to B-LTA", mine, "s", against="judging it once", peer=least, limit=20.0)
grown = len(upgraded()[1]) - len(once())
tell("growth of the file", grown, "B", against="goal", peer=GOAL_BYTES, limit=1.0)
