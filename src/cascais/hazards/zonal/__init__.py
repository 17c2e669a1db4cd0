"""Means of gridded values over municipalities: exact weights once, then sparse products."""
