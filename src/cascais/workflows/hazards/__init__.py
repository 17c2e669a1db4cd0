"""Hazards: climate indices of grids, stations and members, their extremes and trends, and the store of results."""
