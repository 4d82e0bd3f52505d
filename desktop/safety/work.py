"""What the safety screen knows and does, for the lanes. No Qt.

What it needs of the store's keeping is imported when it is wanted: the first window does not wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import AntinError, BackupTargetGone

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from db.acting import Store
    from db.care.backup import Generation
    from db.care.backup_plan import Settings
    from db.care.findings import Depth, Report
    from db.care.restore import Rehearsed
    from db.care.second_copy import OnlyHere
    from db.incarnation import Noticed
    from db.open_vault import OpenVault
    from desktop.session import Session

    Progress = Callable[[int, int], bool]


@dataclass(frozen=True)
class Standing:
    """How safe the data of this machine is now; ``due`` says that a backup should begin, ``begun``
    why another data key was wanted where a crash ended its making."""

    settings: Settings
    only_here: OnlyHere
    noticed: tuple[Noticed, ...]
    begun: str | None
    due: bool

    @property
    def unread(self) -> bool:
        """Whether there is something that a person should read."""
        return bool(self.noticed) or self.begun is not None

    @property
    def single(self) -> int:
        """Acts that stand on this machine and nowhere else."""
        return self.only_here.commits - self.only_here.copied


def standing(store: Store) -> Standing:
    """Read it in the database lane."""
    from db import incarnation, rekey
    from db.care import backup_plan, second_copy

    settings = backup_plan.settings(store)
    due = backup_plan.due(settings, store.now())
    with store.engine.begin() as connection:
        begun = rekey.begun(connection)
    only_here = second_copy.only_here(store)
    return Standing(settings, only_here, incarnation.noticed(store), begun, due)


def second_copy(store: Store, vault: OpenVault, _progress: Progress) -> None:
    """Bring the second copy up to date, in one step; a place that is not there now is no matter: it
    is told where the backup is told."""
    from db.care import backup_plan

    if backup_plan.settings(store).target is None:
        return
    try:
        backup_plan.copy_second(store, vault)
    except AntinError:
        return


def generations(settings: Settings, vault: OpenVault) -> list[Generation]:
    """What the place holds, the newest first; nothing where it cannot be read."""
    from db.care import backup

    if settings.target is None:
        return []
    try:
        return backup.generations(settings.target, vault.vault)
    except AntinError:
        return []


def choose(store: Store, target: Path | None, every: int) -> None:
    """Keep where backups go and how often (minutes, 0 by hand)."""
    from db.care import backup_plan

    backup_plan.choose(store, target, every)


def acknowledge(store: Store) -> None:
    """What was noticed at opening has been read."""
    from db import incarnation

    incarnation.acknowledge(store)


def check(store: Store, vault: OpenVault, progress: Progress, depth: Depth) -> Report:
    """Look at the store; damage is in the report, never raised."""
    from db.care import integrity

    return integrity.check(store, vault, depth, progress)


def repair(store: Store, vault: OpenVault, progress: Progress, report: Report) -> Report:
    """Mend what can be computed again; what a second look found. Raises what ``repair.repair``
    does."""
    from db.care import repair as mending

    return mending.repair(store, vault, report, progress).after


def rehearse(store: Store, vault: OpenVault, progress: Progress, words: str) -> Rehearsed:
    """Restore the newest backup, still encrypted, beside the store, count and delete it. Raises as
    ``restore.rehearse``."""
    from db.care import backup_plan, restore
    from desktop import clock
    from desktop.session import CLOCK

    target = backup_plan.settings(store).target
    if target is None:
        raise BackupTargetGone
    wish = restore.Wish(target, vault=vault.vault)
    unlock = restore.by_passphrase(words, clock.now_ms())
    return restore.rehearse(wish, vault.folder.parent, unlock, CLOCK, progress)


@dataclass(frozen=True)
class KeysFace:
    """Who may open the store, each with the kinds of his ways in; those of the person at work; the
    fingerprint of the unit's recovery key, empty where there is none."""

    people: tuple[tuple[str, tuple[str, ...]], ...]
    mine: tuple[str, ...]
    recovery: str


def keys_face(session: Session) -> KeysFace:
    """Read it from the vault's header; raises VaultDamaged, StoreClosed."""
    from core.commits.trust import fingerprint

    found, person = session.people(), session.open_vault().person
    mine = next((holder.kinds for holder in found if holder.person == person), ())
    recovery = session.vault.header().recovery
    return KeysFace(
        tuple((holder.label, holder.kinds) for holder in found),
        mine,
        fingerprint(recovery.public) if recovery is not None else "",
    )


def drop_way(session: Session, kind: str) -> None:
    """Take one of the two ways in of the person at work away; raises LastKey for the last."""
    from desktop.people import protections

    protections.remove(session, kind)
