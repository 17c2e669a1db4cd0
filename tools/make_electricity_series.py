"""Makes ember_life_cycle.csv from Our World in Data's file of Ember's carbon intensities.

Usage: python tools/make_electricity_series.py owid_ember_carbon_intensity_electricity_1990_2025.csv
"""

import csv
import sys
from pathlib import Path

from cascais.tables.vocabulary import countries

TARGET = Path(__file__).parents[1] / "src/cascais/tables/data/electricity/ember_life_cycle.csv"


def main(path: str) -> None:
    """Write the series of our countries."""
    code_of = {country.code3: country.code for country in countries().values()}
    code_of["OWID_KOS"] = "XK"
    code_of["OWID_EU27"] = "EU"
    with Path(path).open(encoding="utf-8", newline="") as stream:
        rows = [
            (
                code_of[row["Code"]],
                int(row["Year"]),
                round(float(row["Carbon intensity of electricity per kWh"]), 1),
            )
            for row in csv.DictReader(stream)
            if row["Code"] in code_of
        ]
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("area", "year", "value"))
        writer.writerows(sorted(rows))
    print(f"{TARGET.name}: {len(rows)} rows, {len({row[0] for row in rows})} areas")


if __name__ == "__main__":
    main(sys.argv[1])
