"""Projections: adjusted to observations, read as an ensemble, and at levels of global warming."""
