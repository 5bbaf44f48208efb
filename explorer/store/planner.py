"""Answer what planners ask of a store: a part of the matrix, a rank of programmes, what a county lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from explorer import reach
from explorer.reach.matrix import Ranking
from explorer.text.widths import unaccented

if TYPE_CHECKING:
    from explorer.messages import Language
    from explorer.query.filters import Filter
    from explorer.query.options import Layout
    from explorer.store import Store
    from geodata import Places
    from geodata.places import Place

MOST_RANKED: Final = 200
MOST_GAPS: Final = 100


def ranked_matrix(
    store: Store, places: Places, wanted: Filter, layout: Layout, language: Language = "zh"
) -> reach.Matrix:
    """
    Return the lines of the matrix that a layout asks for, in its order; ``rows`` 0 asks for all of them.

    ``county`` narrows it to those counties; an unknown code leaves no column.
    """
    size = layout.rows or store.count(wanted)
    ranking = Ranking(order=layout.sort, rule=layout.rule, limit=size, offset=(layout.page - 1) * size)
    found = store.ranked(wanted, places, ranking, language)
    table = reach.matrix(found, places, wanted, layout.rule)
    if layout.county:
        table = table.narrowed(layout.county)
    if layout.columns == "map":
        return table.ordered(lambda place: place.label_point)
    return table.ordered(lambda place: unaccented(place.pinyin) if language == "zh" else place.name_en)


def ranks(
    store: Store, places: Places, wanted: Filter, layout: Layout, language: Language = "zh"
) -> tuple[reach.Rank, ...]:
    """Rank the programmes that reach enough counties; of very many, the first ones."""
    ranking = Ranking(order=layout.sort, rule=layout.rule, limit=MOST_RANKED, least=layout.least)
    found = store.ranked(wanted, places, ranking, language)
    spreads = (reach.spread(reform, places, wanted, layout.rule) for reform in found)
    return reach.ranks(spreads, layout.sort)


def gaps(store: Store, places: Places, county: Place, wanted: Filter, layout: Layout) -> tuple[reach.Gap, ...]:
    """Return what a county is not recorded for; of very much, what reaches the most counties."""
    widest = Ranking(rule=layout.rule, limit=MOST_GAPS, least=layout.least, lacking=county.code)
    table = reach.matrix(store.ranked(wanted, places, widest, "zh"), places, wanted, layout.rule)
    return reach.gaps(table, county.code, places, layout.least)
