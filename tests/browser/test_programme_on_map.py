"""A planner chooses one programme, sees how it reached each county, and plays the years."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from explorer import reach

if TYPE_CHECKING:
    from collections.abc import Callable

    from explorer.reach import Frame
    from explorer.records.models import Reform
    from geodata import Places

MARKET, PROPERTY = "rural-property-exchange", "red-property-management"
HANTING, FANGZI, QINGZHOU, SHOUGUANG = "370703", "370704", "370781", "370783"
SIGNS = {"origin": "★", "pilot": "◐", "adopted": "●", "citywide": "▦", "zone": "◆"}


@pytest.fixture
def planner(new_page: Callable[..., Page]) -> Page:
    return new_page(locale="en-GB")


def _open(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(".map[data-ready]")).to_be_visible()


def _slide(page: Page, year: int) -> None:
    page.locator(".timebar input").fill(str(year))


def _expect_frame(page: Page, frame: Frame, weifang: Places) -> None:
    """Expect each county to be shaded, labelled and told just as the frame has it."""
    for county in weifang.counties:
        mark = frame.marks.get(county.code)
        undated = mark is not None and frame.year is not None and mark.since is None
        shade = "none" if mark is None else "undated" if undated else mark.state
        expect(page.locator(f'path[data-code="{county.code}"]')).to_have_attribute("data-shade", shade)
    texts = {
        county.short("en") + (f"{SIGNS[mark.state]} {mark.since or '?'}" if mark else "–")
        for county in weifang.counties
        for mark in [frame.marks.get(county.code)]
    }
    labels = page.locator(".county-label").all_inner_texts()
    assert {label.replace("\n", "") for label in labels} == texts


@pytest.mark.parametrize("programme", [MARKET, PROPERTY])
def test_the_map_shows_how_the_programme_reached_each_county(
    planner: Page, by_id: dict[str, Reform], weifang: Places, programme: str
) -> None:
    _open(planner, f"/?reform={programme}")

    _expect_frame(planner, reach.progress(by_id[programme], weifang).at(None), weifang)
    expect(planner.locator('[data-legend="programme"]')).to_be_visible()
    expect(planner.locator('[data-legend="measure"]')).to_be_hidden()
    expect(planner.locator(".programme h2")).to_have_text(by_id[programme].title_en or "")
    expect(planner).to_have_title(re.compile(by_id[programme].title_en or ""))


def test_the_years_are_moved_without_asking_for_anything(
    planner: Page, by_id: dict[str, Reform], weifang: Places
) -> None:
    _open(planner, f"/?reform={PROPERTY}")
    told = reach.progress(by_id[PROPERTY], weifang)
    asked: list[str] = []
    planner.on("request", lambda request: asked.append(urlsplit(request.url).path))

    for year in (2019, 2022, 2023, 2024):
        _slide(planner, year)
        frame = told.at(year)
        _expect_frame(planner, frame, weifang)
        said = f"{year}: {frame.n_counties} of 12 counties, {frame.n_undated} more without a stated year"
        expect(planner.locator(".timebar output")).to_have_text(said)
        expect(planner).to_have_url(re.compile(f"to={year}$"))
        expect(planner.locator('[name="to"]')).to_have_value(str(year))
    _slide(planner, 2025)  # the position after the last stated year
    expect(planner.locator(".timebar output")).to_have_text(
        "All years: 12 of 12 counties, 9 of them without a stated year"
    )
    expect(planner).to_have_url(re.compile(f"reform={PROPERTY}$"))
    assert [path for path in asked if not path.endswith("icon.svg")] == []  # Chromium looks at it at each address


def test_a_year_in_the_address_opens_just_that_year(planner: Page, by_id: dict[str, Reform], weifang: Places) -> None:
    _open(planner, f"/?reform={MARKET}&to=2020")

    frame = reach.progress(by_id[MARKET], weifang).at(2020)
    _expect_frame(planner, frame, weifang)
    expect(planner.locator(".timebar output")).to_have_text("2020: 4 of 12 counties")
    expect(planner.locator(".timebar input")).to_have_value("2020")
    expect(planner.locator(f'path[data-code="{FANGZI}"]')).to_have_attribute(
        "aria-label", "Fangzi District: not recorded by 2020"
    )
    expect(planner.locator(".by-year .later")).to_have_attribute("data-year", "2025")


def test_play_steps_from_the_first_year_to_the_last_and_stops(planner: Page) -> None:
    planner.clock.install()
    _open(planner, f"/?reform={MARKET}")
    output, button = planner.locator(".timebar output"), planner.get_by_role("button", name="Play")
    seen = []

    button.click()
    expect(planner.get_by_role("button", name="Pause")).to_be_visible()
    for _ in range(30):
        seen.append(output.inner_text().partition(":")[0])
        planner.clock.run_for(1100)

    assert sorted(set(seen)) == [str(year) for year in range(2014, 2026)]
    expect(output).to_have_text("2025: 5 of 12 counties")
    expect(planner.get_by_role("button", name="Play")).to_be_visible()
    planner.clock.run_for(1000)
    expect(planner).to_have_url(re.compile("to=2025$"))


def test_pause_stays_at_the_year(planner: Page) -> None:
    planner.clock.install()
    _open(planner, f"/?reform={MARKET}")
    planner.get_by_role("button", name="Play").click()
    planner.clock.run_for(3500)
    planner.get_by_role("button", name="Pause").click()
    stayed = planner.locator(".timebar output").inner_text()
    planner.clock.run_for(10_000)

    assert planner.locator(".timebar output").inner_text() == stayed
    assert not stayed.startswith(("All", "2025"))


def test_the_slider_is_moved_by_keys_and_tells_the_year(planner: Page) -> None:
    _open(planner, f"/?reform={MARKET}&to=2020")
    slider = planner.locator(".timebar input")
    slider.focus()
    planner.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "2021")
    planner.keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "All years")
    planner.keyboard.press("Home")
    expect(planner.locator(".timebar output")).to_have_text("2014: 4 of 12 counties")


def test_a_year_of_the_list_moves_the_map(planner: Page) -> None:
    _open(planner, f"/?reform={MARKET}")
    planner.locator('[data-until="2014"]').click()

    expect(planner.locator(".timebar output")).to_have_text("2014: 4 of 12 counties")
    expect(planner.locator(".timebar input")).to_have_value("2014")
    expect(planner).to_have_url(re.compile("to=2014$"))


def test_a_search_leads_to_a_programme_and_back_to_all(planner: Page, ask: Callable[[str], Any]) -> None:
    _open(planner, "/")
    planner.evaluate("window.marker = 'not reloaded'")
    planner.locator("#q").fill("rural property rights market")
    planner.locator(".offered a").first.click()
    expect(planner.locator(f'.programme[data-reform="{MARKET}"]')).to_be_visible()
    expect(planner.locator(".timebar")).to_be_visible()
    expect(planner).to_have_url(re.compile(rf"/\?reform={MARKET}$"))

    planner.locator(".programme .back a").click()
    expect(planner.locator(".overview")).to_be_visible()
    expect(planner.locator(".timebar")).to_be_hidden()
    here = ask("/api/counts.json")["places"][SHOUGUANG]
    expect(planner.locator(f'path[data-code="{SHOUGUANG}"]')).to_have_attribute("data-shade", str(here["shade"]))
    expect(planner.locator("#total")).to_have_text("155")
    planner.go_back()
    expect(planner.locator(f'.programme[data-reform="{MARKET}"]')).to_be_visible()
    assert planner.evaluate("window.marker") == "not reloaded"


def test_a_card_of_a_county_leads_to_its_programme_on_the_map(planner: Page) -> None:
    _open(planner, f"/?place={HANTING}")
    planner.locator(f'[data-reform="{MARKET}"] .card-map').first.click()

    expect(planner.locator(f'.programme[data-reform="{MARKET}"]')).to_be_visible()
    expect(planner.locator(f'path[data-code="{HANTING}"]')).to_have_attribute("data-shade", "origin")


def test_a_county_opened_from_the_programme_keeps_it_and_its_year(planner: Page) -> None:
    _open(planner, f"/?reform={MARKET}&to=2020")
    planner.locator(f'.programme [data-place="{QINGZHOU}"]').click()

    expect(planner.locator(f'.place[data-code="{QINGZHOU}"]')).to_be_visible()
    expect(planner.locator("#group-here .card")).to_have_count(1)
    expect(planner.locator(f'path[data-code="{QINGZHOU}"]')).to_have_attribute("data-shade", "adopted")
    expect(planner.locator(".timebar output")).to_have_text("2020: 4 of 12 counties")
    planner.locator("[data-overview]").click()
    expect(planner.locator(f'.programme[data-reform="{MARKET}"]')).to_be_visible()
    expect(planner).to_have_url(re.compile(f"reform={MARKET}.*to=2020|to=2020.*reform={MARKET}"))


def test_a_county_stays_true_to_the_year_that_is_moved(planner: Page) -> None:
    _open(planner, f"/?reform={MARKET}&place={FANGZI}")
    expect(planner.locator("#group-zones .card")).to_have_count(1)
    _slide(planner, 2020)
    expect(planner.locator("#group-zones .card")).to_have_count(0)


def test_a_theme_that_is_ticked_keeps_the_programme(planner: Page) -> None:
    _open(planner, f"/?reform={MARKET}")
    planner.locator('.chip:has([value="countryside"])').click()
    expect(planner).to_have_url(re.compile(f"reform={MARKET}&theme=countryside|theme=countryside&reform={MARKET}"))
    expect(planner.locator(".programme")).to_be_visible()

    planner.locator("#clear").click()
    expect(planner.locator(".overview")).to_be_visible()
    expect(planner).to_have_url(re.compile(r"/$"))


def test_the_year_not_stated_and_the_not_recorded_are_listed(planner: Page) -> None:
    _open(planner, f"/?reform={MARKET}")
    expect(planner.locator(".undated-list")).to_contain_text("Agricultural Zone")
    expect(planner.locator(".not-recorded-list a")).to_have_count(7)
    expect(planner.locator(".programme")).to_contain_text("No source found for these.")


def test_the_map_keeps_every_county_in_sight_above_the_years(planner: Page, weifang: Places) -> None:
    _open(planner, f"/?reform={MARKET}")
    bar = planner.locator(".timebar").bounding_box()
    assert bar is not None
    for county in weifang.counties:
        box = planner.locator(f'path[data-code="{county.code}"]').bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= bar["y"] + 1


def test_the_script_for_programmes_is_fetched_only_for_one(planner: Page) -> None:
    asked: list[str] = []
    planner.on("request", lambda request: asked.append(urlsplit(request.url).path.rpartition("/")[2]))
    _open(planner, "/")
    planner.wait_for_load_state("networkidle")
    assert "programme-map.js" not in asked
    planner.locator("#q").fill("rural property rights market")
    planner.locator(".offered a").first.click()
    expect(planner.locator(".timebar")).to_be_visible()
    assert asked.count("programme-map.js") == 1
    assert asked.count("counts.json") == 2  # the search, the programme


@pytest.mark.parametrize("year", ["", "&to=2019"])
def test_without_a_script_the_drawn_map_and_the_list_tell_the_same(
    new_page: Callable[..., Page], by_id: dict[str, Reform], weifang: Places, year: str
) -> None:
    plain = new_page(java_script_enabled=False, locale="en-GB")
    plain.goto(f"/?reform={PROPERTY}{year}")
    frame = reach.progress(by_id[PROPERTY], weifang).at(2019 if year else None)

    for county in weifang.counties:
        mark = frame.marks.get(county.code)
        told = f"{SIGNS[mark.state]} {mark.since or '?'}" if mark else "–"
        drawn = plain.locator(f'.map-plain a[href*="place={county.code}"]')
        expect(drawn).to_have_attribute("aria-label", f"{county.name_en}: {told}")
    expect(plain.locator(".timebar")).to_be_hidden()
    plain.locator('[data-until="2023"]').click()
    expect(plain.locator(".by-year .later")).to_have_attribute("data-year", "2024")
