"""Tags of the network pages: one row of the members' table, and small words.

A hundred rows are written by a function and not by a template: with a template they would take most of the time of
the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from django import template
from django.template import Context
from django.template.defaultfilters import date as date_filter
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_lazy

from cascais.pathways.dues import DueState, Report
from cascais.web.display.states import state
from cascais.web.display.templatetags.display import (
    amount,
    country_title,
    figures,
    icon,
    percent,
    signed_percent,
)
from cascais.web.display.texts import THIN_SPACE, translated
from cascais.web.overview.calendar import Told
from cascais.web.overview.kept import kept_form, kept_row
from cascais.web.overview.rows import Row

register = template.Library()


@register.filter
def in_millions(value: float | None) -> str:
    """An amount in millions to three figures."""
    return figures(None if value is None else value / 1e6)


@register.filter
def plus_minus(share: float | None) -> str:
    """A half width as a share of one, that no line breaks."""
    return f"±{THIN_SPACE}{percent(share, 1)}"


@register.filter
def split_words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


@register.simple_tag
def report_title(report: Report) -> str:
    """What is to be handed in, in words."""
    return str(REPORT_TITLES[report])


@register.simple_tag
def due_row(told: Told) -> SafeString:
    """One report that falls due, or a member without a date, as a row of the table, written once while it stays the same."""
    event = told.event
    return kept_row(("due", event.row.key, event.report, told.entering), told, lambda: _due_row(told))


def _due_row(told: Told) -> SafeString:
    row, language = told.event.row, get_language() or "en"
    return format_html(
        '<tr><th scope="row"><a href="{}">{}</a> <span class="cell-note">{}</span></th>{}{}</tr>',
        reverse("reports:list", args=[row.slug]),
        row.local_name(language),
        country_title(row.country),
        _day(told, language),
        _cell("", gettext("Why"), format_html_join("", '<span class="cell-line">{}</span>', _words(told))),
    )


@register.simple_tag
def due_day(day: date, near: DueState) -> str:
    """When a report is due; of one that nobody entered, when it was."""
    told = date_filter(day, "SHORT_DATE_FORMAT")
    return gettext("was due on %(day)s") % {"day": told} if near is DueState.NOT_ENTERED else told


@register.simple_tag
def entering_link(report: Report, address: str) -> SafeString:
    """The way to where a report is entered."""
    words = (
        gettext("Enter the inventory")
        if report is Report.INVENTORY
        else gettext("Enter when it was handed in")
    )
    return format_html('<a href="{}">{}</a>', address, words)


def _day(told: Told, language: str) -> SafeString:
    report, day = told.event.report, told.event.on
    if report is None or day is None:
        return SafeString()
    when = status_of(told.state.value, language)
    return format_html(
        "{}{}",
        _cell("", gettext("Report"), str(REPORT_TITLES[report])),
        _cell("", gettext("Due"), when, due_day(day, told.state)),
    )


def _words(told: Told) -> Iterator[tuple[str]]:
    yield from ((translated(reason),) for reason in told.reasons)
    if told.entering and told.event.report:
        yield (entering_link(told.event.report, told.entering),)


REPORT_TITLES = {
    Report.PLAN: gettext_lazy("Action plan"),
    Report.MONITORING: gettext_lazy("Monitoring report"),
    Report.INVENTORY: gettext_lazy("Inventory"),
}


@lru_cache(maxsize=500)
def status_of(name: str, language: str) -> SafeString:
    """A state as colour, icon and word; there are few, and a table shows each again and again."""
    found = state(name)
    return format_html(
        '<span class="state state-{}">{}<span>{}</span></span>', found.tone, icon(found.icon), found.word
    )


@register.simple_tag(takes_context=True)
def filter_form(context: Context, action: str) -> SafeString:
    """The filters with what is chosen, written once as long as they offer the same."""
    asked, order, path = context["network"].asked, context.get("order"), context["request"].path
    choices = context["choices"]
    shown = {"choices": choices, "asked": asked, "order": order, "path": path, "action": action}
    return kept_form(
        (action, path, tuple(asked.values.items()), order and (order.key, order.is_descending)),
        tuple((each.key, tuple(each.options)) for each in choices),
        lambda: SafeString(render_to_string("overview/filters.html", shown)),
    )


@register.simple_tag
def member_row(row: Row, today: date) -> SafeString:
    """One member as a row of the table, written once as long as it stays the same."""
    return kept_row((row.key, today), row, lambda: _member_row(row))


def _member_row(row: Row) -> SafeString:
    language = get_language() or "en"
    return format_html(
        '<tr><th scope="row"><a href="{}">{}</a> <span class="cell-note">{}</span></th>{}{}{}{}{}{}{}{}</tr>',
        row.url,
        row.local_name(language),
        country_title(row.country),
        _cell("number", gettext("Latest year"), str(row.latest_year or "–")),
        _cell("number", gettext("Emissions, t CO₂e"), amount(row.latest_total_t), _plus_minus(row)),
        _cell("number", gettext("Per inhabitant, t CO₂e"), amount(row.per_head_t, 1), _people(row)),
        _cell("number", gettext("Change since base year"), signed_percent(row.change), _base(row)),
        *_standing(row, language),
        _cell("number", gettext("Findings"), str(row.findings) if row.inventories else "–", _data(row)),
        _due(row, language),
    )


def _cell(kind: str, title: str, value: str, note: str = "") -> SafeString:
    told = format_html('<span class="cell-note">{}</span>', note) if note else ""
    return format_html('<td class="{}" data-title="{}"><span>{}{}</span></td>', kind, title, value, told)


def _standing(row: Row, language: str) -> tuple[SafeString, SafeString]:
    shared, own = gettext("−95 % by 2050"), gettext("Own target")
    if not row.has_territory:
        return _cell("", shared, "–", gettext("no territory of its own")), _cell("", own, "–")
    return (
        _cell("", shared, status_of(row.shared_status, language), _estimate(row)),
        _cell("", own, status_of(row.own_status, language), _own(row)),
    )


def _plus_minus(row: Row) -> str:
    return f"±{THIN_SPACE}{percent(row.uncertainty)}" if row.uncertainty is not None else ""


def _people(row: Row) -> str:
    if not row.persons_year or row.persons_year == row.latest_year:
        return ""
    return gettext("people of %(year)s") % {"year": row.persons_year}


def _base(row: Row) -> str:
    return gettext("since %(year)s") % {"year": row.base_year} if row.change is not None else ""


def _estimate(row: Row) -> str:
    return _label(gettext("1990 estimated")) if row.is_estimated else ""


def _own(row: Row) -> str:
    if not row.own_title:
        return ""
    note = gettext("%(year)s estimated") % {"year": row.own_base_year} if row.own_is_estimated else ""
    return format_html("{} {}", translated(row.own_title), _label(note) if note else "")


def _label(text: str) -> SafeString:
    return format_html('<span class="label label-estimate">{}</span>', text)


def _data(row: Row) -> str:
    if not row.estimated_share:
        return ""
    return gettext("%(share)s estimated") % {"share": percent(row.estimated_share)}


def _due(row: Row, language: str) -> SafeString:
    due = row.next_due(timezone.localdate())
    if due is None:
        return _cell("", gettext("Next report due"), "–")
    near, day = due
    return _cell("", gettext("Next report due"), status_of(near.value, language), due_day(day, near))
