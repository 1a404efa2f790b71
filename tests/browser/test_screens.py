"""Every screen in every state: silent console under the strict policy, no finding of axe, no sideways scroll."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from bareme.text.catalogue import PAGES
from tests.browser.conftest import AXE
from tests.browser.screens import SCREENS
from tests.service.serving import Service

EXPECTED = ("status of 404", "status of 422")
"""A refused form and a missing page are answers: the browser notes them."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def heard(page: Page) -> list[str]:
    """What the page says on the console, while it says it."""
    words: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type != "info" and not any(expected in message.text for expected in EXPECTED):
            words.append(f"{message.type}: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda failure: words.append(f"failure: {failure}"))
    return words


def findings(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    return [
        f"{one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("screen", SCREENS)
def test_every_state_is_silent_under_the_policy_and_axe_finds_nothing(
    context: Callable[..., BrowserContext], service: Service, screen: str, language: str
) -> None:
    page = context(locale=language).new_page()
    words = heard(page)
    SCREENS[screen](page, f"{service.url}/{language}")
    assert words == []
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == language
    assert findings(page) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_in_the_dark_and_on_a_narrow_screen(
    context: Callable[..., BrowserContext], service: Service, screen: str
) -> None:
    page = context(color_scheme="dark", viewport={"width": 320, "height": 700}).new_page()
    SCREENS[screen](page, f"{service.url}/en")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("screen", ["simulate", "result", "result-unfolded", "compare", "obligations", "country"])
def test_text_of_double_size_breaks_no_page(large_text: Browser, service: Service, screen: str) -> None:
    page = large_text.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(10_000)
    SCREENS[screen](page, f"{service.url}/nl")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.parametrize("screen", ["simulate", "result-unfolded", "compare"])
def test_forced_colours_keep_what_is_yours_apart(
    context: Callable[..., BrowserContext], service: Service, screen: str
) -> None:
    page = context(forced_colors="active").new_page()
    SCREENS[screen](page, f"{service.url}/en")
    fills = page.evaluate(
        "[...document.querySelectorAll('.bar-you, .bar-leave, .dot.you')].map(bar => getComputedStyle(bar).fill)"
    )
    assert len(set(fills)) >= 1
    assert "rgb(255, 214, 10)" not in fills
