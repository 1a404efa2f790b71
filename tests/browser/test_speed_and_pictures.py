"""How soon a new figure stands there, how heavy a page is, and the pictures of the README."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import ROOT
from tests.browser.screens import SCREENS
from tests.service.serving import Service

PICTURES = Path(os.environ.get("BAREME_PICTURES") or ROOT / "build" / "pictures")
TIMED = """
() => new Promise(done => {
  const field = document.getElementById('amount');
  const began = performance.now();
  new MutationObserver((_, watching) => {
    watching.disconnect();
    requestAnimationFrame(() => done(performance.now() - began));
  }).observe(document.getElementById('live'), {childList: true});
  field.value = field.value === '1501' ? '1502' : '1501';
  field.dispatchEvent(new InputEvent('input', {bubbles: true}));
})
"""


def test_a_new_figure_stands_there_soon(page: Page, service: Service) -> None:
    page.goto(f"{service.url}/en/")
    page.evaluate(TIMED)
    times = []
    for _ in range(30):
        times.append(page.evaluate(TIMED))
        page.wait_for_load_state("networkidle")
    middle, slow = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"key press to new figure, debounce included: median {middle:.0f} ms, p95 {slow:.0f} ms")
    assert middle < 250 * float(os.environ.get("BAREME_PATIENCE", "2"))


def test_a_page_with_all_it_needs_is_light(context: Callable[..., BrowserContext], service: Service) -> None:
    for screen in ("simulate", "result", "compare", "country"):
        page = context().new_page()
        SCREENS[screen](page, f"{service.url}/en")
        first = page.evaluate(
            "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
            ".filter(one => !/live|effects/.test(one.name)).reduce((sum, one) => sum + one.encodedBodySize, 0)"
        )
        print(f"{screen}: {first / 1000:.0f} kB")
        assert first < 100_000, screen


@pytest.mark.parametrize("screen", ["simulate", "result-unfolded", "compare"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_pictures_are_taken(
    context: Callable[..., BrowserContext], service: Service, screen: str, language: str
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    kinds: dict[str, dict[str, Any]] = {
        "": {},
        "-dark": {"color_scheme": "dark"},
        "-narrow": {"viewport": {"width": 320, "height": 700}},
    }
    for name, options in kinds.items():
        page = context(**options).new_page()
        SCREENS[screen](page, f"{service.url}/{language}")
        page.evaluate("document.activeElement?.blur()")
        page.screenshot(path=str(PICTURES / f"{screen}-{language}{name}.png"), full_page=screen == "simulate")
        assert (PICTURES / f"{screen}-{language}{name}.png").stat().st_size > 10_000
