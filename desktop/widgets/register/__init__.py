"""The list of a register: two lines a row where it is narrow, columns where it is wide.

A screen turns its frozen rows into faces; the model fetches rows by blocks around what is in sight;
the painter draws faces with cached text. Nothing here knows what a document is.
"""
