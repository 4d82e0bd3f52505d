"""Widgets that more than one screen uses. They know the look and the words, never the data.

Texts are given as keys of resources/i18n, so that every widget follows the language; every widget
that a person can reach has an accessible name.
"""
