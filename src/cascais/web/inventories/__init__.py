"""Inventories as they were entered."""
