"""The unit with a restricted group, on copies of stores that are founded once."""

import pytest

from tests.db.test_ledger import World
from tests.desktop.groups.rig import Group, opened
from tests.desktop.incoming.conftest import clerk, founded, world

__all__ = ["clerk", "founded", "group", "world"]


@pytest.fixture
def group(world: World) -> Group:
    return opened(world)
