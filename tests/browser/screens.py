"""Every screen in each of its states, as steps that lead there; the same steps serve every check."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

DAY = "2026-03-10"
Steps = Callable[[Page, str], None]
"""From a page and the address of the pages in one language to the screen."""


def simulate(page: Page, base: str) -> None:
    page.goto(f"{base}/")
    page.fill("#date", DAY)
    settle(page)


def settle(page: Page) -> None:
    """Wait until the panel has its answer."""
    page.wait_for_timeout(160)
    page.wait_for_function("() => !document.querySelector('#live[aria-busy], #live.htmx-request')")
    page.wait_for_load_state("networkidle")


def go(page: Page, selector: str) -> None:
    """Press what leads to another page, and be there."""
    with page.expect_navigation():
        page.click(selector)


def empty(page: Page, base: str) -> None:
    simulate(page, base)
    page.fill("#amount", "")
    settle(page)


def asked_back(page: Page, base: str) -> None:
    simulate(page, base)
    page.fill("#amount", "1.234")
    go(page, "#see")


def gap(page: Page, base: str) -> None:
    simulate(page, base)
    page.check("input[name=door][value=income]")
    page.select_option("#contract", "amateur_arts")
    page.fill("#amount", "100")
    settle(page)


def refused(page: Page, base: str) -> None:
    simulate(page, base)
    page.fill("#date", "2090-01-01")
    go(page, "#see")


def result(page: Page, base: str) -> None:
    simulate(page, base)
    go(page, "#see")


def unfolded(page: Page, base: str) -> None:
    result(page, base)
    page.click("#row-fee")
    page.wait_for_selector("#why-fee h3")


def every_line(page: Page, base: str) -> None:
    result(page, base)
    for details in page.query_selector_all("details.all-lines > summary"):
        details.click()


def shared(page: Page, base: str) -> None:
    result(page, base)
    go(page, "form[action$='/share'] button")


def kept(page: Page, base: str) -> None:
    shared(page, base)
    go(page, "a.button[href*='/s/']")


def compared(page: Page, base: str) -> None:
    result(page, base)
    go(page, "form[action$='/compare'] button")


def compared_with_an_error(page: Page, base: str) -> None:
    compared(page, base)
    page.select_option("#column1", "association_work")
    page.select_option("#column2", "volunteer")
    go(page, "form.columns-form button.main")


def obligations(page: Page, base: str) -> None:
    result(page, base)
    go(page, "form[action$='/obligations'] button")
    page.click("details.question > summary")


def year(page: Page, base: str) -> None:
    result(page, base)
    go(page, "form[action$='/year'] button")


def year_with_an_error(page: Page, base: str) -> None:
    year(page, base)
    page.fill("#add-amount", "1.234")
    go(page, "button[name=add]")


def opened(path: str) -> Steps:
    def go(page: Page, base: str) -> None:
        page.goto(f"{base}{path}")

    return go


SCREENS: dict[str, Steps] = {
    "simulate": simulate,
    "simulate-empty": empty,
    "simulate-asked-back": asked_back,
    "simulate-gap": gap,
    "simulate-refused": refused,
    "result": result,
    "result-unfolded": unfolded,
    "result-every-line": every_line,
    "shared": shared,
    "result-kept": kept,
    "compare": compared,
    "compare-error": compared_with_an_error,
    "obligations": obligations,
    "obligations-empty": opened("/obligations"),
    "year": year,
    "year-empty": opened("/year"),
    "year-error": year_with_an_error,
    "countries": opened("/countries"),
    "country": opened("/countries/be"),
    "figure": opened("/countries/be/figures/fee.rate"),
    "scale": opened("/countries/be/figures/withholding.tariff"),
    "help": opened("/help"),
    "developers": opened("/developers"),
    "problem": opened("/problems/BAR805"),
    "error": opened("/nothing"),
}
