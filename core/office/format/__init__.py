"""The format checker: a page as it was read, its components, and the rules it must keep."""
