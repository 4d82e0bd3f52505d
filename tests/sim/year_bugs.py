"""Known bugs of what befalls a unit in years (years.py)."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from typing import Any

from core.errors import DeviceUnknown
from core.sync import lease, volumes
from db import facts, previews
from db.actions import handing_on, recovering
from server.sessions import Sessions
from tests.sim.planting import Bug, Planted, swap


def certificate_remembered() -> Planted:
    """A machine is known for ever by the certificate that was seen of it first."""
    honest = facts.certificates

    def certificates(*args: Any) -> tuple[Any, bool]:
        held, revoked = honest(*args)
        return held[:1], revoked

    return swap(facts, "certificates", certificates)


def stranger_for_ever() -> Planted:
    """A server that did not know a machine once does not look again."""
    honest, unknown = Sessions._certified, set[str]()

    def certified(self: Sessions, device: str, now: int) -> object:
        if device not in unknown:
            with suppress(DeviceUnknown):
                return honest(self, device, now)
        unknown.add(device)
        raise DeviceUnknown

    return swap(Sessions, "_certified", certified)


def lease_without_end() -> Planted:
    """A range of numbers is used up, whatever the year."""
    return swap(
        lease, "usable", lambda one, device, inc, _: one.holder == (device, inc) and one.left > 0
    )


def recovers_at_once() -> Planted:
    """A server without its journal orders new work before anybody gave the old back."""
    return swap(recovering, "is_on", lambda _: False)


def volume_short() -> Planted:
    """The last part of a bundle is not written."""
    honest = volumes.spread
    return swap(volumes, "spread", lambda *args: honest(*args)[:-1] or honest(*args))


def held_kept_back() -> Planted:
    """What waits at a machine for something missing goes nowhere from there."""
    stack = ExitStack()
    for name in ("due", "lacked"):
        stack.enter_context(swap(handing_on, name, lambda *_: ()))
    return stack


def preview_for_ever() -> Planted:
    """A stream of which a snapshot is shown never counts as here."""
    return swap(previews, "settled", lambda connection, keys: (keys, previews.of(connection)))


BUGS = {
    "preview-for-ever": Bug(preview_for_ever, "sync.md §4.7", "I11", 46),
    "certificate-remembered": Bug(certificate_remembered, "sync.md §4.10", "I9 I11", 22),
    "stranger-for-ever": Bug(stranger_for_ever, "sync.md §4.10", "I1 I9", 18),
    "lease-without-end": Bug(lease_without_end, "sync.md §4.6", "I6", 21),
    "recovers-at-once": Bug(recovers_at_once, "sync.md §4.3", "I1 I9", 23),
    "held-kept-back": Bug(held_kept_back, "sync.md §5.1, 4", "I1", 25),
    "volume-short": Bug(volume_short, "sync.md §4.11", "I9", 24),
}
