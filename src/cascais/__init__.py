"""Cascais: the open platform with which municipalities plan, prove and share their climate action."""

__version__ = "0.1.0"
