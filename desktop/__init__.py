"""desktop: see README.md in this folder."""

from desktop.singletons import keep_alive

keep_alive()
