"""Locking and unlocking: the screen that covers everything, and the watch that locks by itself."""
