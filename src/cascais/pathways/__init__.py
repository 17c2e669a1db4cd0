"""Pathways: what was promised, where the member stands, what may still be emitted."""
