"""``antin admin group`` as it is typed: a group is opened, read and left."""

from __future__ import annotations

from pathlib import Path

from tests.desktop.commands.test_trust_command import homes
from tests.desktop.commands.typed import antin

__all__ = ["homes"]


def rows(home: Path, *arguments: str) -> list[list[str]]:
    done = antin("admin", "group", "--home", home, *arguments)
    assert done.returncode == 0, done.stderr
    return [line.split("\t") for line in done.stdout.splitlines()]


def refused(home: Path, *arguments: str) -> None:
    done = antin("admin", "group", "--home", home, *arguments)
    assert done.returncode != 0
    assert done.stderr.strip()


def test_an_administrator_opens_a_group_and_says_who_reads_it(homes: tuple[Path, Path]) -> None:
    admin, clerk = homes
    [[group, name, readers]] = rows(admin, "Nhóm A", "--open")
    assert (name, readers) == ("Nhóm A", "")
    refused(admin, "Nhóm A", "--open")
    refused(admin, "Nhóm A", "--let-in", "không có ai")
    people = antin("admin", "people", "--home", admin).stdout.splitlines()
    person, called = people[0].split("\t")[:2]
    assert rows(admin, "Nhóm A", "--let-in", person) == [[group, "Nhóm A", called]]
    gone, said = rows(admin, group, "--let-out", called)
    assert gone == [group, "Nhóm A", ""]
    assert said
    refused(admin, group, "--book", "incoming", "--called", "Sổ")  # he reads it not himself
    assert rows(clerk) == []
    refused(clerk, "Nhóm B", "--open")
