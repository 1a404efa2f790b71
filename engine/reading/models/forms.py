"""Tells the forms that one value may have: a text, a list, a group."""

from __future__ import annotations


def form_of(value: object) -> str:
    """Which of a text, a list and a group of keys stands here."""
    return "text" if isinstance(value, str) else "list" if isinstance(value, list) else "group"
