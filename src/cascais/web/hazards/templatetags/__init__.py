"""Filters of the climate pages."""
