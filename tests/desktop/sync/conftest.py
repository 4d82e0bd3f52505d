"""The whole application again: sync is seen from the window."""

from tests.desktop.app.conftest import homes, made_homes, start
from tests.server.conftest import founded, later, town

__all__ = ["founded", "homes", "later", "made_homes", "start", "town"]
