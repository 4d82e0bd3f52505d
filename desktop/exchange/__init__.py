"""exchange: see the README of the top folder."""
