"""Synthetic daily series for the tests of the hazards."""

from __future__ import annotations

import numpy as np

from cascais.hazards.calendars import TimeAxis
from cascais.hazards.variables import VARIABLES, FloatArray


def daily_weather(
    axis: TimeAxis, cells: int, seed: int = 1, missing: float = 0.0, dtype: type = np.float32
) -> dict[str, FloatArray]:
    """All variables in steps of a tenth, as stations report them, with a seasonal cycle, memory and missing days."""
    generator = np.random.default_rng(seed)
    season = 9.0 - 11.0 * np.cos(2 * np.pi * (axis.day_of_year - 15) / 365.0)
    noise = generator.normal(0.0, 3.0, (axis.length, cells))
    for day in range(1, axis.length):
        noise[day] += 0.7 * noise[day - 1]
    highest = season[:, np.newaxis] + noise + 5.0
    wet = generator.random((axis.length, cells)) < 0.4
    block = {
        "tasmax": highest,
        "tasmin": highest - generator.gamma(4.0, 2.0, (axis.length, cells)),
        "pr": np.where(wet, generator.exponential(6.0, (axis.length, cells)), 0.0),
        "snd": np.maximum(-3.0 * noise - season[:, np.newaxis], 0.0),
        "sfcWind": generator.gamma(3.0, 2.0, (axis.length, cells)),
        "wsgsmax": generator.gamma(5.0, 3.0, (axis.length, cells)),
        "hurs": generator.uniform(30.0, 100.0, (axis.length, cells)),
    }
    for key in sorted(VARIABLES.keys() - block.keys() - {"tas"}):
        block[key] = generator.gamma(3.0, 8.0, (axis.length, cells))
    for values in block.values():
        values[generator.random(values.shape) < missing] = np.nan
    return {key: np.round(values, 1).astype(dtype) for key, values in block.items()}
