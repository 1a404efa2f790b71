"""A real browser, the distribution's own, on pages with their bundle. Without either, tests are skipped and counted.

`BAREME_REQUIRE_BROWSER=1` makes a skip a failure: continuous integration sets it where both were found.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from bareme.service.pages.assets import assets
from tests.service.serving import Service, running

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "build" / "assets" / "node_modules" / "axe-core" / "axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def lacking() -> str:
    """What a browser test needs and is not there."""
    if not any(shutil.which(name) for name in NAMES):
        return "no Chromium is installed"
    if not assets().bundled or not AXE.is_file():
        return "the bundle is not built: make assets"
    return ""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reason = lacking()
    if not reason:
        return
    if os.environ.get("BAREME_REQUIRE_BROWSER") == "1":
        pytest.fail(f"browser tests are required here, but {reason}", pytrace=False)
    for item in items:
        if Path(str(item.path)).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(ROOT / "rules", f"sqlite:///{tmp_path_factory.mktemp('browser') / 'bareme.sqlite3'}") as one:
        yield one


@pytest.fixture(scope="module")  # its event loop runs in this thread: the tests after these need theirs
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as one:
        yield one


def started(playwright: Playwright, *arguments: str) -> Browser:
    path = next(found for name in NAMES if (found := shutil.which(name)))
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *arguments])


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    one = started(playwright)
    yield one
    one.close()


@pytest.fixture(scope="module")
def large_text(playwright: Playwright) -> Iterator[Browser]:
    """A browser whose reader has doubled the size of text."""
    one = started(playwright, "--blink-settings=defaultFontSize=32")
    yield one
    one.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes contexts of this test; all are closed with it."""
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        made.append(browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **options}))
        made[-1].set_default_timeout(10_000)
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def page(context: Callable[..., BrowserContext]) -> Page:
    return context().new_page()
