"""Trends of yearly series: Mann–Kendall test with correction for autocorrelation, Sen slope with interval."""

from cascais.hazards.trends.mann_kendall import Correction, Trend, trend

__all__ = ["Correction", "Trend", "trend"]
