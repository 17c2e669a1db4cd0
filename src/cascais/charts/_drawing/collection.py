"""The collection of chart functions, filled from the modules of the package."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from cascais.charts._drawing.chart import Chart, EmptyChart
from cascais.registry import Registry

ChartFunction = Callable[..., Chart | EmptyChart]

CHARTS: Registry[ChartFunction] = Registry("cascais.charts")
"""Every chart function by its key."""


Function = TypeVar("Function", bound=ChartFunction)


def chart_function(function: Function) -> Function:
    """Register a chart function under its own name and return it unchanged."""
    CHARTS.add(function.__name__, function)
    return function
