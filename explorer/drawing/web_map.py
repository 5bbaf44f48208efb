"""Draw places with Folium: a shell that carries addresses and codes, never text from the data."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import folium
from branca.element import Element, Figure, MacroElement
from folium.map import Layer
from folium.template import Template

from explorer.config import STATIC
from explorer.drawing.svg import tokens
from explorer.errors import ExplorerError, Fault
from explorer.messages import message
from explorer.reach import classes, shade

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explorer.reach import Matrix
    from geodata import Places

Drawn = TypeVar("Drawn", bound=Element)
LEAFLET: Final = STATIC / "vendor" / "leaflet"
LEAFLET_SYNC: Final = STATIC / "vendor" / "leaflet.sync"
ZOOM_STEP: Final = 0.25
FARTHEST, NEAREST = 7, 13


@dataclass(frozen=True)
class Shell:
    """A map as an external script: it finds the element with this id and hands itself to our modules."""

    element_id: str
    script: str

    @property
    def digest(self) -> str:
        """A short hash of the script, for its address."""
        return hashlib.sha256(self.script.encode()).hexdigest()[:16]


class _ShellMap(folium.Map):
    """A map that writes only its own call; styles and scripts are the page's."""

    default_js: list[tuple[str, str]] = []  # Folium's own form, here empty
    default_css: list[tuple[str, str]] = []
    _template = Template("""
        {% macro html(this, kwargs) %}<div class="folium-map" id="{{ this.get_name() }}"></div>{% endmacro %}
        {% macro script(this, kwargs) %}
        var moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
        var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {...{{ this.behaviour|tojson }},
            zoomAnimation: moves, fadeAnimation: moves, markerZoomAnimation: moves, inertia: moves});
        {{ this.get_name() }}.fitBounds({{ this.bounds|tojson }});
        {% endmacro %}""")

    def __init__(self, bounds: list[list[float]]) -> None:
        super().__init__(tiles=None)
        self.bounds = bounds
        self.behaviour = {"zoomSnap": ZOOM_STEP, "minZoom": FARTHEST, "maxZoom": NEAREST, "zoomControl": False}


class _FeatureLayer(Layer):
    """An empty GeoJSON layer that our module fills."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.geoJson(null, {{ this.options|tojavascript }});
        {% endmacro %}""")

    def __init__(self, name: str, **options: bool) -> None:
        super().__init__(name=name)
        self._name = name  # the beginning of its variable's name
        self.options = options


class _Handover(MacroElement):
    """Hand map, layers and the address of the outlines to our module."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        window.{{ this.handover }} = {map: {{ this.map }}, layers: { {%- for name, layer in this.layers.items() -%}
        {{ name }}: {{ layer }}, {%- endfor -%} }, outlines: {{ this.outlines|tojson }}};
        {% endmacro %}""")

    def __init__(self, map_: folium.Map, layers: Mapping[str, Layer], outlines: str, handover: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Folium gives no types here
        self.handover = handover
        self.map = map_.get_name()
        self.layers = {name: layer.get_name() for name, layer in layers.items()}
        self.outlines = outlines


def shell(places: Places, outlines: str, tile_url: str = "", name: str = "countyMap") -> Shell:
    """
    Build the map of a city as a script; the same arguments give the same bytes.

    Parameters
    ----------
    outlines
        Address from which the browser fetches the outlines of ``outline_file``.
    tile_url
        Address of map tiles; empty: no tiles, nothing is asked from outside.
    name
        Where our modules find the map: ``window.countyMap``; each map of one page needs its own.
    """
    map_ = _named(_ShellMap(_bounds(places)), name)
    if tile_url:
        _named(folium.TileLayer(tiles=tile_url, attr=" "), name).add_to(map_)
    layers = {
        "context": _named(_FeatureLayer("context", interactive=False), name),
        "counties": _named(_FeatureLayer("counties"), name),
    }
    for layer in layers.values():
        layer.add_to(map_)
    _Handover(map_, layers, outlines, name).add_to(map_)
    root = cast("Figure", map_.get_root())
    for part in root._children.values():  # Folium offers no public way to the parts
        part.render()
    return Shell(element_id=map_.get_name(), script=root.script.render())


def outline_file(places: Places) -> bytes:
    """Return the outlines that the map shows: GeoJSON, WGS84, codes only, neighbours under the counties."""
    counties = [each for each in places.outlines()["features"] if each["id"] != places.city.code]
    collections = {"context": places.surroundings()["features"], "counties": counties}
    plain = {
        name: {"type": "FeatureCollection", "features": [_without_text(feature) for feature in features]}
        for name, features in collections.items()
    }
    return json.dumps(plain, separators=(",", ":")).encode()


def draw(places: Places, table: Matrix) -> folium.Map:
    """
    Draw how many reforms are recorded in each county: a map to save as one file, or to show in a notebook.

    The file holds Leaflet, outlines and codes and asks for nothing from outside. The same arguments give the same
    bytes.

    Raises
    ------
    ExplorerError
        If Leaflet is not installed (``make install``).
    """
    counts = {code: count.here for code, count in table.counts().items()}
    colours = _colours(counts)
    map_ = _named(_ShellMap(_bounds(places)), "reforms")
    _inline_leaflet(map_)
    counties = [each for each in places.outlines()["features"] if each["id"] != places.city.code]
    layer = folium.GeoJson(
        {"type": "FeatureCollection", "features": [_without_text(feature) for feature in counties]},
        style_function=lambda feature: {
            "fillColor": colours[feature["id"]],
            "fillOpacity": 1,
            "color": tokens("zh")["--border"],
            "weight": 1,
        },
        zoom_on_click=False,
    )
    _named(layer, "counties").add_to(map_)
    return map_


def _named(element: Drawn, name: str) -> Drawn:
    """Give an element a name of its own: a random one would give the same map another hash at every start."""
    element._id = name
    return element


class _Verbatim(Element):
    """Text that is written as it is: branca would compile it as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_kwargs: Any) -> str:  # branca's signature
        return self.text


def _inline_leaflet(map_: folium.Map) -> None:
    try:
        style = (LEAFLET / "leaflet.css").read_text(encoding="utf-8")
        script = (LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    except OSError as error:
        raise ExplorerError(
            [Fault(str(LEAFLET), message("Leaflet is not installed"), message("run `make install`"))]
        ) from error
    fill = "html, body, .folium-map { height: 100%; margin: 0 }"
    cast("Figure", map_.get_root()).header.add_child(
        _Verbatim(f"<style>{style}{fill}</style><script>{script}</script>"), name="leaflet"
    )


def _colours(counts: dict[str, int]) -> dict[str, str]:
    found = classes(counts.values())
    return {code: tokens("zh")[f"--shade-{shade(count, found) or 'none'}"] for code, count in counts.items()}


def _without_text(feature: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": feature["id"], "geometry": feature["geometry"], "properties": {}}


def _bounds(places: Places) -> list[list[float]]:
    """Return the corners of the city, south-west and north-east, latitude before longitude as Leaflet has it."""
    city = places.outlines()["features"][0]["geometry"]
    rings = [city["coordinates"]] if city["type"] == "Polygon" else city["coordinates"]
    points = [point for polygon in rings for point in polygon[0]]
    longitudes, latitudes = zip(*points, strict=True)
    return [[min(latitudes), min(longitudes)], [max(latitudes), max(longitudes)]]
