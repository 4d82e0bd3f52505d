"""The whole application again: people and keys are reached as a person reaches them."""

from tests.desktop.app.conftest import homes, made_homes, start
from tests.server.conftest import founded, town

__all__ = ["founded", "homes", "made_homes", "start", "town"]
