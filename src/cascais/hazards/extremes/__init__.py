"""Extreme values of many places at once: maxima and peaks, fits, return levels with intervals, goodness of fit."""

from cascais.hazards.extremes.blocks import SEASONS, BlockMaxima, block_maxima, block_years
from cascais.hazards.extremes.fits import Covariates, Family, Fit, Method, Options, fit
from cascais.hazards.extremes.goodness import diagnostic_points, goodness_of_fit, likelihood_ratio
from cascais.hazards.extremes.l_moments import l_moments
from cascais.hazards.extremes.levels import Interval, ReturnLevels, parameter_intervals, return_levels
from cascais.hazards.extremes.outcome import Outcome
from cascais.hazards.extremes.peaks import Peaks, peaks_over_threshold
from cascais.hazards.extremes.resampling import bootstrap_levels
from cascais.hazards.extremes.unusual import Change, Unusualness, how_unusual

__all__ = [
    "SEASONS",
    "BlockMaxima",
    "Change",
    "Covariates",
    "Family",
    "Fit",
    "Interval",
    "Method",
    "Options",
    "Outcome",
    "Peaks",
    "ReturnLevels",
    "Unusualness",
    "block_maxima",
    "block_years",
    "bootstrap_levels",
    "diagnostic_points",
    "fit",
    "goodness_of_fit",
    "how_unusual",
    "l_moments",
    "likelihood_ratio",
    "parameter_intervals",
    "peaks_over_threshold",
    "return_levels",
]
