"""When backups are due, where they go, and how the last one went: kept on this machine alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec

from core.commits import canonical
from core.commits.format import Count, Instant, Whole
from core.errors import AntinError, BackupTargetGone
from db import local
from db.care import backup, second_copy
from db.care.backup_place import Place
from db.care.backup_work import on
from db.engine import writes

if TYPE_CHECKING:
    from db.acting import Store
    from db.care.backup_work import Progress, Report
    from db.care.second_copy import Copied
    from db.open_vault import OpenVault

PLAN, TARGET = "backup.plan", "backup.target"
MINUTE = 60_000
RETRY = 15 * MINUTE
"""How long to wait after a run that failed: a stick may be plugged in again at any time."""


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The wish and the last result; times in ms UTC, 0 for never. ``every`` counts minutes, 0 means
    by hand only; ``error`` is the code of what the last run met.
    """

    every: Annotated[int, msgspec.Meta(ge=0, le=366 * 1440)] = 0
    keep: Annotated[int, msgspec.Meta(ge=1, le=1000)] = backup.KEEP
    last_ok: Instant = 0
    last_try: Instant = 0
    generation: Whole = 0
    error: Annotated[str, msgspec.Meta(max_length=60)] = ""


class Settings(msgspec.Struct, frozen=True):
    """Where to, None for nowhere yet, and the plan."""

    target: Path | None
    plan: Plan


def settings(store: Store) -> Settings:
    """What is kept on this machine."""
    with store.engine.begin() as connection:
        kept, target = local.value(connection, PLAN), local.value(connection, TARGET)
    plan = canonical.decode_as(Plan, kept) if kept else Plan()
    return Settings(Path(os.fsdecode(target)) if target else None, plan)


def choose(store: Store, target: Path | None, every: int, keep: Count = backup.KEEP) -> Settings:
    """Keep another wish; with another place the results of the one before are forgotten."""
    now = settings(store)
    same = now.target == target
    before = now.plan if same else Plan()
    plan = msgspec.structs.replace(before, every=every, keep=keep)
    with writes(store.engine).begin() as connection:
        local.put_value(connection, PLAN, canonical.encode(plan))
        local.put_value(connection, TARGET, os.fsencode(target) if target else b"")
        if not same:
            local.drop_value(connection, backup.COVERED)
    return Settings(target, plan)


def due(chosen: Settings, now: int) -> bool:
    """Whether a run should begin; a clock that was set back does not put it off for years."""
    plan = chosen.plan
    if chosen.target is None or not plan.every:
        return False
    if now < max(plan.last_ok, plan.last_try):
        return True
    wait = plan.every * MINUTE
    return now - plan.last_ok >= wait and now - plan.last_try >= min(wait, RETRY)


def run(store: Store, vault: OpenVault, progress: Progress = on) -> Report:
    """Back up to the chosen place and note how it went; raises what ``backup.run`` raises, and
    BackupTargetGone where the place that was used before shows nothing of us.
    """
    chosen = settings(store)
    begun = msgspec.structs.replace(chosen.plan, last_try=store.now())
    try:
        place = _place(chosen, vault)
        report = backup.run(store, vault, place.target, progress, chosen.plan.keep)
    except AntinError as error:
        _note(store, msgspec.structs.replace(begun, error=error.code))
        raise
    if report.complete:
        begun = msgspec.structs.replace(
            begun, last_ok=begun.last_try, generation=report.generation, error=""
        )
    _note(store, begun)
    return report


def copy_second(store: Store, vault: OpenVault) -> Copied:
    """Bring the second copy at the chosen place up to date; raises as ``run``."""
    return second_copy.write(store, vault, _place(settings(store), vault).target)


def _place(chosen: Settings, vault: OpenVault) -> Place:
    """The place; an empty folder where backups were is a stick that is not plugged in."""
    if chosen.target is None:
        raise BackupTargetGone
    place = Place(chosen.target, vault.vault)
    if chosen.plan.last_ok and not place.folder.is_dir():
        raise BackupTargetGone
    return place


def _note(store: Store, plan: Plan) -> None:
    with writes(store.engine).begin() as connection:
        local.put_value(connection, PLAN, canonical.encode(plan))
