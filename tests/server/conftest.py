"""The town of the server's tests: founded once, copied for each test, on both kinds of store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.group_rig import begun, group
from tests.server.later import later
from tests.server.postgres import Cluster, cluster
from tests.server.town import Town, copied, found_town, free_port

__all__ = ["begun", "either_town", "founded", "group", "later", "postgres", "town"]


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return found_town(tmp_path_factory.mktemp("town"), free_port())


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    with cluster() as made:
        yield made


@pytest.fixture
def town(founded: Town, tmp_path: Path) -> Iterator[Town]:
    """A town whose server keeps its store in its vault."""
    made = copied(founded, tmp_path / "town", None)
    with made.stack:
        yield made


@pytest.fixture(params=["embedded", "postgresql"])
def either_town(founded: Town, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Town]:
    """A town on each kind of store."""
    database = None
    if request.param == "postgresql":
        found: Cluster = request.getfixturevalue("postgres")
        database = found.database()
    made = copied(founded, tmp_path / "town", database)
    with made.stack:
        yield made
