"""Printing: the one way in which pages leave the store for a printer or a file; each is an act."""
