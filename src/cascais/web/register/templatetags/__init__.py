"""Filters for the pages of the register."""
