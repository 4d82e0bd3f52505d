"""What can be asked in each list: every state of its documents, and each once."""

from __future__ import annotations

import pytest

from core.office.workflow import TABLE
from desktop.filters.grounds import HOME, INCOMING, OUTGOING
from desktop.filters.sheet import Ground


@pytest.mark.parametrize("ground", [HOME, INCOMING, OUTGOING], ids=lambda ground: ground.screen)
def test_every_state_of_a_list_can_be_asked_for(ground: Ground) -> None:
    reached = {move.next for move in TABLE if move.kind in ground.kinds}
    assert set(ground.states) == reached
    assert len(ground.states) == len(reached)
