from __future__ import annotations

import pytest

from cascais import units
from cascais.inventory.intake import labels
from cascais.tables import vocabulary
from cascais.tables.reading import table

SHARED = {"Other biomass"}  # the Covenant's column, which the vocabulary also gives to wood


def test_every_name_of_a_sector_leads_to_it() -> None:
    records = vocabulary.sectors().values()
    named = [
        (record.key, name)
        for record in records
        for name in (record.key, record.title, record.covenant, *record.synonyms)
        if name
    ]
    assert len(named) > 300
    assert [pair for pair in named if labels.sector(pair[1]).sector != pair[0]] == []


def test_every_name_of_a_carrier_leads_to_it() -> None:
    records = vocabulary.carriers().values()
    named = [
        (record.key, name)
        for record in records
        for name in (record.key, record.title, record.covenant, *record.synonyms)
        if name
    ]
    assert len(named) > 400
    wrong = [pair for pair in named if labels.carrier(pair[1]) != pair[0]]
    assert {name for _, name in wrong} <= SHARED


def test_every_header_and_unit_name_leads_to_its_own() -> None:
    for row in table("vocabulary", "headers").rows:
        for name in row["labels"]:
            header = labels.header(str(name))
            assert header is not None
            assert header.field == row.get("field", row["key"]), name
    for row in table("vocabulary", "unit_names").rows:
        assert row["key"] in units.UNITS
        assert {labels.unit(str(name)) for name in row["labels"]} == {row["key"]}


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("RESIDENTIAL  BUILDINGS", "residential"),
        ("Municipal buildings, equipment/facilities:", "municipal_buildings"),
        ("munitsipaalhooned", "municipal_buildings"),
        ("Gewerbe – Handel – Dienstleistungen", "tertiary"),
        ("gospodarstwa domowe", "residential"),
        ("veřejné osvětlení", "public_lighting"),
        ("verejne osvetleni", "public_lighting"),
        ("жилищни сгради", "residential"),
        ("Ühistransport", "public_transport"),
        ("I.1", "residential"),
        ("ii.4", "aviation"),
        ("III.4", "wastewater"),
        ("V.2", "land_use"),
    ],
)
def test_sectors_are_known_by_many_names(label: str, key: str) -> None:
    assert labels.sector(label).sector == key


@pytest.mark.parametrize(
    ("label", "carrier", "subsector"),
    [
        ("I.1.1", "", ""),
        ("I.1.2", "electricity", ""),
        ("I.2.3", "", "losses"),
        ("II.1.2", "electricity", ""),
        ("III.1.1", "", ""),
    ],
)
def test_gpc_references_say_the_scope(label: str, carrier: str, subsector: str) -> None:
    found = labels.sector(label)
    assert (found.carrier, found.subsector) == (carrier, subsector)


@pytest.mark.parametrize("label", ["VI.1", "I.9", "IV.7.1"])
def test_unknown_gpc_references_are_refused(label: str) -> None:
    with pytest.raises(labels.UnknownLabelError, match=r"I\.1"):
        labels.sector(label)


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("mwh", "MWh"),
        ("MWh/year", "MWh"),
        ("MWh/a", "MWh"),
        ("MWh per year", "MWh"),
        ("GJ/rok", "GJ"),
        ("m³", "m3"),
        ("tuh. m³", "1000 m3"),
        ("Mg", "Mg"),
        ("tonni", "t"),
        ("looma", "head"),
        ("t", "t"),
    ],
)
def test_units_are_known_by_many_names(label: str, unit: str) -> None:
    assert labels.unit(label) == unit


@pytest.mark.parametrize("label", ["mg", "MWh/m2", "kW", "EUR", ""])
def test_unknown_units_are_refused(label: str) -> None:
    with pytest.raises(labels.UnknownLabelError):
        labels.unit(label)


def test_an_unknown_label_gets_the_nearest_names_and_all_allowed() -> None:
    with pytest.raises(labels.UnknownLabelError) as caught:
        labels.carrier("natual gas")
    assert caught.value.suggestions[0] == "natural_gas"
    (problem,) = caught.value.problems
    assert "natural_gas" in problem.next_step
    assert "electricity" in problem.allowed
    assert (caught.value.kind, caught.value.label) == ("carrier", "natual gas")


def test_what_a_person_chose_goes_first() -> None:
    aliases = {"Fuel X": "wood", "Electricity": "grid_energy"}
    assert labels.carrier("fuel x", aliases) == "wood"
    assert labels.carrier("Electricity", aliases) == "grid_energy"
    assert labels.unit("bag", {"bag": "t"}) == "t"
    with pytest.raises(labels.UnknownLabelError):
        labels.carrier("Fuel Y", {"Fuel Y": "no_such_carrier"})


@pytest.mark.parametrize(
    ("label", "field", "unit"),
    [
        ("Amount [MWh]", "amount", "MWh"),
        ("Tarbimine, MWh/a", "amount", "MWh"),
        ("animal, head", "amount", "head"),
        ("waste treatment, t", "amount", "t"),
        ("Emission factor (t CO2/MWh)", "factor", "t CO2/MWh"),
        ("Määramatus", "uncertainty", ""),
        ("GPC ref.", "sector", ""),
    ],
)
def test_headers_may_name_the_unit(label: str, field: str, unit: str) -> None:
    assert labels.header(label) == labels.Header(field, unit)


@pytest.mark.parametrize(
    "label", ["Total", "TOTAL:", "Sub-total buildings", "Kokku", "Razem", "Összesen", "Summe"]
)
def test_sums_are_recognised(label: str) -> None:
    assert labels.is_total(label)


@pytest.mark.parametrize("label", ["Totally renewable", "residential", "", "Summer"])
def test_other_labels_are_no_sums(label: str) -> None:
    assert not labels.is_total(label)
