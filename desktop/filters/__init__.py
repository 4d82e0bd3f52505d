"""Filters on lists of documents: a bar above the rows, a sheet that asks all, those kept."""
