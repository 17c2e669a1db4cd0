"""Climate indices: the collection, and the stored series of members."""

from __future__ import annotations

from typing import Annotated, Any

import polars as pl
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Field, Path, Query, Router, Schema

from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import CLIMATE_INDICES
from cascais.web.api.calling import caller_of
from cascais.web.api.paging import Page, Window, page_of, page_of_rows
from cascais.web.api.problems import RefusalError
from cascais.web.api.quantities import Quantity, quantity
from cascais.web.api.routes.members import seen_member
from cascais.web.api.texts import KeyInPath, Slug, SlugInPath
from cascais.web.display.texts import translated
from cascais.web.hazards import store
from cascais.web.hazards.models import HazardDataset, HazardPlace
from cascais.web.hazards.policy import SEE_DATASET
from cascais.web.hazards.reads import seen_places
from cascais.web.hazards.words import missing_sentence

router = Router()
IndexInPath = Annotated[str, Path(pattern=r"^[a-z0-9_]+$", max_length=60)]
Word = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.\-]*$", max_length=60)]
YearFilter = Annotated[int, Field(ge=1700, le=2200)]


class ClimateIndexItem(Schema):
    """A climate index and its definition."""

    key: str
    abbreviation: str
    title: str
    definition: str
    unit: str
    needs: list[str] = Field(description="The daily variables it is computed from")
    hazards: list[str] = Field(description="The hazards of the Covenant of Mayors that it speaks of")
    missing: str = Field(description="When it is not computed for want of days")
    source: str
    explanation: str = Field(description="The page that explains it")


class ClimateDatasetItem(Schema):
    """A file of results."""

    id: int
    title: str
    sources: list[dict[str, Any]]
    licence: str
    base_period: str
    computed_with: str
    accessed: str
    scenarios: list[str]
    first_year: int
    last_year: int
    rows: int
    sha256: str


class ClimateValueItem(Schema):
    """One value of an index at a member."""

    member: str
    index: str
    period: str
    scenario: str
    model: str
    year: int
    value: Quantity
    missing_days: int
    station: str
    distance_km: float | None


class SeriesFilters(Schema):
    """Which values are wanted."""

    index: Word | None = None
    period: Word | None = None
    scenario: Word | None = None
    model: Word | None = None
    first_year: YearFilter | None = None
    last_year: YearFilter | None = None
    data: Annotated[int, Field(ge=1, le=2**31)] | None = Field(None, description="The id of a data set")


class IndexFilters(Schema):
    """Which indices are wanted."""

    hazard: Slug | None = None


@router.get("/climate/indices", response=Page[ClimateIndexItem], summary="All climate indices")
def climate_indices(
    request: HttpRequest, filters: Query[IndexFilters], window: Query[Window]
) -> Page[ClimateIndexItem]:
    """The indices that can be computed, in the order of their keys."""
    found = [
        each for each in CLIMATE_INDICES.values() if filters.hazard is None or filters.hazard in each.hazards
    ]
    return page_of(request, found, window, _index_item)


@router.get("/climate/indices/{index}", response=ClimateIndexItem, summary="One climate index")
def climate_index(request: HttpRequest, index: IndexInPath) -> ClimateIndexItem:
    """The definition of an index."""
    if index not in CLIMATE_INDICES:
        raise RefusalError("not-found")
    return _index_item(CLIMATE_INDICES[index])


@router.get("/climate/datasets", response=Page[ClimateDatasetItem], summary="All climate data sets")
def climate_datasets(request: HttpRequest, window: Query[Window]) -> Page[ClimateDatasetItem]:
    """The files of results, the newest first."""
    rows = SEE_DATASET.rows(caller_of(request).user, HazardDataset.objects.all())
    return page_of_rows(request, rows.order_by("-imported_at", "-pk"), window, _dataset_item)


@router.get("/climate/datasets/{id}", response=ClimateDatasetItem, summary="One climate data set")
def climate_dataset(request: HttpRequest, id: KeyInPath) -> ClimateDatasetItem:
    """A file of results."""
    rows = SEE_DATASET.rows(caller_of(request).user, HazardDataset.objects.all())
    return _dataset_item(get_object_or_404(rows, pk=id))


@router.get(
    "/members/{slug}/climate", response=Page[ClimateValueItem], summary="The climate indices of a member"
)
def member_climate(
    request: HttpRequest, slug: SlugInPath, filters: Query[SeriesFilters], window: Query[Window]
) -> Page[ClimateValueItem]:
    """Values by index, period, scenario and year; an empty list where no results are stored."""
    member = seen_member(request, slug)
    places = seen_places(caller_of(request).user, member)
    if filters.data is not None:
        places = [each for each in places if each.dataset_id == filters.data]
    if not places:
        return page_of(request, [], window, lambda each: each)
    place = places[0]
    rows = store.rows(place.dataset.sha256, _wanted(slug, filters)).rows(named=True)
    return page_of(request, rows, window, lambda row: _value_item(row, place))


def _wanted(slug: str, filters: SeriesFilters) -> pl.Expr:
    wanted = pl.col("place") == slug
    for name in ("index", "period", "scenario", "model"):
        value = getattr(filters, name)
        if value is not None:
            wanted &= pl.col(name) == value
    if filters.first_year is not None:
        wanted &= pl.col("year") >= filters.first_year
    if filters.last_year is not None:
        wanted &= pl.col("year") <= filters.last_year
    return wanted


def _index_item(index: ClimateIndex) -> ClimateIndexItem:
    return ClimateIndexItem(
        key=index.key,
        abbreviation=index.abbreviation,
        title=translated(index.title),
        definition=translated(index.text),
        unit=index.unit,
        needs=list(index.needs),
        hazards=list(index.hazards),
        missing=translated(missing_sentence(index.missing)),
        source=f"{index.source.publisher}: {index.source.title}",
        explanation=f"{reverse('hazards:collection')}#{index.key}",
    )


def _dataset_item(row: HazardDataset) -> ClimateDatasetItem:
    names = ClimateDatasetItem.model_fields
    return ClimateDatasetItem(**{name: getattr(row, name) for name in names})


def _value_item(row: dict[str, Any], place: HazardPlace) -> ClimateValueItem:
    index, slug = row["index"], place.member.slug
    unit = CLIMATE_INDICES[index].unit if index in CLIMATE_INDICES else ""
    page = reverse("hazards:index", args=[slug, index])
    explanation = f"{page}?period={row['period']}&data={place.dataset_id}#how"
    return ClimateValueItem(
        **{key: row[key] for key in ("index", "period", "scenario", "model", "year", "missing_days")},
        member=slug,
        value=quantity(row["value"], unit, source=place.source_line, explanation=explanation),
        station=place.station,
        distance_km=place.distance_km,
    )
