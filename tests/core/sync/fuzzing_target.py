"""One kind of input: who makes it, who reads it, and what must hold of what was read."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from core.errors import AntinError
from tests.core.sync.fuzzing_tape import Tape


class Seen(NamedTuple):
    """What became of an input: the way through the code that ended in a refusal, ``""`` for what
    was taken; and what is wrong with that, if anything.
    """

    way: str
    fault: str


@dataclass(frozen=True)
class Target:
    """``make`` an input from a tape, ``read`` it, and spell ``again`` what was read, which has to
    read as the same.
    """

    name: str
    make: Callable[[Tape], bytes]
    read: Callable[[bytes], Any]
    again: Callable[[Any], bytes] | None = None

    def see(self, data: bytes) -> Seen:
        """Read an input; whatever is neither a value nor an error of ours is a fault."""
        try:
            found = self.read(data)
        except AntinError as error:
            return Seen(_way(error), "")
        except Exception as error:  # noqa: BLE001 - the very thing that is looked for
            return Seen(_way(error), f"{type(error).__name__}: {error}"[:200])
        if self.again is None:
            return Seen("", "")
        try:
            same = self.read(self.again(found)) == found
        except Exception as error:  # noqa: BLE001 - what was read can be written
            return Seen("", f"not written again: {type(error).__name__}: {error}"[:200])
        return Seen("", "" if same else "read as something else once written again")


def _way(error: BaseException | None) -> str:
    """The lines of code that led to an error, short: another way is something new."""
    lines = [type(error).__name__]
    while error is not None:
        for frame, line in traceback.walk_tb(error.__traceback__):
            lines.append(f"{frame.f_code.co_name}:{line}")
        error = error.__cause__
    return hashlib.sha256(" ".join(lines).encode()).hexdigest()[:16]
