"""Two maps side by side: what was recorded by the end of two years, or two programmes by their status."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from explorer import reach
from explorer.errors import Fault, FilterError
from explorer.messages import clauses, message
from explorer.query.options import Layout
from explorer.query.parameters import not_a_year
from explorer.reach.overview import MOST_CLASSES
from explorer.records.models import FIRST_YEAR, LAST_YEAR
from explorer.records.vocabulary import STATUSES
from explorer.web.babel import gettext as _
from explorer.web.babel import ngettext
from explorer.web.map_data import NOT_RECORDED, shade_kind, sign
from explorer.web.request import address, language, site, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from explorer.query.filters import Filter
    from explorer.records.models import Reform
    from geodata.places import Place

TWO = 2
OWN_ROWS = Layout(citywide="off", zones="off")  # of a county: not those of its zones, not those of the city
YEARS_APART = 5  # of the two years that are shown if none are asked for


@dataclass(frozen=True)
class ShownMap:
    """A place on one of the maps: its kind (for the style sheet), its mark, what it says, where it leads."""

    kind: str  # a shade of explorer.reach.shade, a status, "zone" or "none"
    mark: str
    said: str
    href: str


@dataclass(frozen=True)
class Twin:
    """One of the two maps: all counties, and the zones that are compared, by code."""

    title: str
    asked: Filter  # with ``counting``, asks for the rows behind the map
    counting: Layout
    places: dict[str, ShownMap]

    @property
    def kinds(self) -> dict[str, str]:
        """Kind of each place by code, as the drawn outlines name them."""
        drawn = {"zone": "hosts"} | {str(n): f"shade-{n}" for n in range(1, MOST_CLASSES + 1)}
        return {code: drawn.get(each.kind, each.kind) for code, each in self.places.items()}

    @property
    def marks(self) -> dict[str, str]:
        """Mark of each place by code."""
        return {code: each.mark for code, each in self.places.items()}


@dataclass(frozen=True)
class PairOfMaps:
    """Two maps with one legend."""

    asked: tuple[str, str]  # two years or two ids of reforms, as in the address
    twins: tuple[Twin, Twin]
    classes: tuple[tuple[str, str], ...]  # of years: kind and label, the lightest first; of programmes: none
    n_undated: int  # of years: rows in counties that state none, and so stand on neither map

    @property
    def by_years(self) -> bool:
        """Whether these are two years; else they are two programmes."""
        return is_year(self.asked[0])


def pair(asked: Sequence[str], chosen: Sequence[Place], wanted: Filter) -> PairOfMaps | None:
    """
    Draw the two maps that are asked for, or two years some way apart if none are.

    Returns
    -------
    None if not just two are asked for, or years before the first one of the filter; or if none are and no source states
    a year that the filter keeps.

    Raises
    ------
    FilterError
        If one of the two is neither a year nor the id of a reform, or they are one of each.
    """
    two = tuple(asked) or two_years(wanted)
    if len(two) != TWO:
        return None
    _assert_alike(two)
    if is_year(two[0]) and min(map(int, two)) < (wanted.from_year or FIRST_YEAR):
        return None
    places = (*site().places.counties, *(place for place in chosen if place.kind == "zone"))
    draw = _by_years if is_year(two[0]) else _by_programmes
    return draw((two[0], two[1]), places, wanted)


def state(drawn: PairOfMaps, chosen: Sequence[Place]) -> dict[str, Any]:
    """Gather what the script of the maps starts from; it words nothing itself."""
    named = (site().places[code] for code in drawn.twins[0].places)
    return {
        "language": language(),
        "names": {
            place.code: {
                language(): place.name(language()),
                "short": {language(): place.short(language())},
                "point": [place.label_point[1], place.label_point[0]],  # latitude first, as Leaflet has it
            }
            for place in named
        },
        "chosen": [place.code for place in chosen],
        "maps": [{code: asdict(each) for code, each in twin.places.items()} for twin in drawn.twins],
        "words": {"zoomIn": _("Zoom in"), "zoomOut": _("Zoom out")},
    }


def is_year(text: str) -> bool:
    """Tell whether one of ``maps`` is a year: four digits are no id that we would give."""
    return len(text) == len("2025") and text.isdecimal()


def two_years(wanted: Filter) -> tuple[str, ...]:
    """Return the last year that a source states and a filter keeps, and one some years before; empty if none does."""
    years = _years(wanted)
    return (str(max(years[0], years[-1] - YEARS_APART)), str(years[-1])) if len(years) > 1 else ()


def year_choice(asked: Sequence[str], wanted: Filter) -> tuple[str, ...]:
    """Return the years to choose from: all that are stated and that a filter keeps, and those asked for."""
    return tuple(sorted({*map(str, _years(wanted)), *asked}))


def _years(wanted: Filter) -> range:
    """Return the years from the first stated to the last, and the one before if that is all; what a filter keeps."""
    stated = site().store.years()
    if stated is None:
        return range(0)
    last = min(stated[1], wanted.to_year or LAST_YEAR)
    return range(max(min(stated[0], last - 1), wanted.from_year or FIRST_YEAR), last + 1)


def _assert_alike(two: tuple[str, ...]) -> None:
    faults = [
        Fault("maps", not_a_year(text), message("give two years"))
        for text in two
        if is_year(text) and not FIRST_YEAR <= int(text) <= LAST_YEAR
    ]
    if len({is_year(text) for text in two}) > 1:
        faults.append(
            Fault(
                "maps",
                message("“%(one)s” and “%(other)s” are one year and one id", one=two[0], other=two[1]),
                message("give two of a kind"),
            )
        )
    if faults:
        raise FilterError(faults)


def _by_years(two: tuple[str, str], places: Sequence[Place], wanted: Filter) -> PairOfMaps:
    until = [replace(wanted, to_year=min(int(text), wanted.to_year or LAST_YEAR)) for text in two]
    counts = [_rows(each, places) for each in until]
    undated = _undated(wanted, places)
    divided = reach.classes([n for each in counts for n in each.values()])
    first, second = (
        Twin(
            title=_("Recorded by the end of %(year)s", year=text),
            asked=asked,
            counting=OWN_ROWS,
            places={
                place.code: ShownMap(
                    kind=_kind(found[place.code], divided),
                    mark=str(found[place.code] or NOT_RECORDED),
                    said=_said_by(text, found[place.code], undated[place.code]),
                    href=_behind(place, asked, OWN_ROWS),
                )
                for place in places
            },
        )
        for text, asked, found in zip(two, until, counts, strict=True)
    )
    return PairOfMaps(
        asked=two,
        twins=(first, second),
        classes=tuple((_kind(each.low, divided), each.label) for each in divided),
        n_undated=sum(undated[county.code] for county in site().places.counties),
    )


def _behind(place: Place, asked: Filter, counting: Layout) -> str:
    """Return the address of the rows behind a place on a map."""
    if place.kind == "zone":
        return address("explore.place", asked, code=place.code)
    return address("reach.rows", asked, counting.at(place.code))


def _kind(n: int, divided: tuple[reach.Class, ...]) -> str:
    return shade_kind(reach.shade(n, divided))


def _rows(wanted: Filter, places: Sequence[Place]) -> dict[str, int]:
    """Count the rows that a filter keeps in each place itself."""
    rows = site().store.tallies(wanted, site().places).rows
    return {place.code: rows.get(place.code, 0) for place in places}


def _undated(wanted: Filter, places: Sequence[Place]) -> dict[str, int]:
    """Count the rows in each place that meet a filter in all but that they state no year."""
    any_year = wanted.without("from", "to")
    dated = _rows(replace(any_year, from_year=FIRST_YEAR), places)
    return {code: n - dated[code] for code, n in _rows(any_year, places).items()}


def _said_by(year: str, n: int, n_undated: int) -> str:
    said: str = (
        ngettext("%(num)s reform recorded by %(year)s", "%(num)s reforms recorded by %(year)s", n, year=year)
        if n
        else _("none recorded by %(year)s", year=year)
    )
    if not n_undated:
        return said
    more = ngettext("%(num)s more states no year", "%(num)s more state no year", n_undated)
    return spoken(clauses((said, more)))


def _by_programmes(two: tuple[str, str], places: Sequence[Place], wanted: Filter) -> PairOfMaps:
    found = [site().store.reform(each) for each in two]
    faults = [
        Fault("maps", message("no reform has the id “%(id)s”", id=text), message("take the end of a reform's address"))
        for text, reform in zip(two, found, strict=True)
        if reform is None
    ]
    if faults:
        raise FilterError(faults)
    first, second = (_twin_of(reform, places, wanted) for reform in found if reform)
    return PairOfMaps(two, (first, second), (), 0)


def _twin_of(reform: Reform, places: Sequence[Place], wanted: Filter) -> Twin:
    # What chooses reforms has no say here: this one is named.
    asked = wanted.without("q", "theme", "honour", "level").of(reform.id)
    table = reach.matrix([reform], site().places, asked)
    cells = {place.code: (cell.kind, cell.since) for place, cell in zip(table.places, table.cells[0], strict=True)}
    told = {place: cells.get(place.code) or _in_zone(reform, place, asked) for place in places}
    return Twin(
        title=reform.title(language()),
        asked=asked,
        counting=Layout(),
        places={
            place.code: _shown(kind, since, _behind(place, asked, Layout())) for place, (kind, since) in told.items()
        },
    )


def _in_zone(reform: Reform, zone: Place, wanted: Filter) -> tuple[str | None, int | None]:
    """Return status and year of the row by which a zone is reached: its own, else that of the city."""
    rows = [
        row for code in (zone.code, site().places.city.code) if (row := reform.reach_at(code)) and wanted.keeps(row)
    ]
    return (rows[0].status, rows[0].since) if rows else (None, None)


def _shown(kind: str | None, since: int | None, href: str) -> ShownMap:
    if kind is None:
        return ShownMap(shade_kind(None), NOT_RECORDED, _("not recorded: no source says so"), href)
    status = STATUSES[kind][language()] if kind in STATUSES else _("In a zone here")
    year = str(since) if since else _("year not stated")
    told = spoken(message("%(one)s, %(other)s", one=status, other=year))
    return ShownMap(kind, sign(kind, since), told, href)
