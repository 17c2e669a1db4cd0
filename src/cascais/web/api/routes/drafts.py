"""Drafts of inventories, written by programs."""

from __future__ import annotations

from ninja import Router

router = Router()
