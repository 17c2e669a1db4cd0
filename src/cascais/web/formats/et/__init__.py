"""Formats of a language."""
