"""What people do here, by keyboard alone and with scripts off."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.screens import settle
from tests.service.serving import Service

MOST_KEYS = 40


class Keys:
    """Presses keys, counts them, and never loses the focus."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
            self.pressed += 1

    def tab_to(self, selector: str, most: int = 60) -> None:
        """Tab until the focus is there; it is never on the body in between."""
        for _ in range(most):
            if self.page.evaluate("selector => document.activeElement?.matches(selector)", selector):
                return
            self.press("Tab")
            assert self.page.evaluate("document.activeElement !== document.body"), "the focus is lost"
        raise AssertionError(f"{selector} cannot be reached by Tab")

    def write(self, text: str) -> None:
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        self.pressed += 1 + len(text)


def hero(page: Page) -> str:
    return page.locator("#live .hero, .answer .hero").first.inner_text()


def test_a_simulation_by_keyboard_is_told_once(page: Page, service: Service) -> None:
    page.goto(f"{service.url}/en/")
    page.evaluate(
        "window.told = []; new MutationObserver(() => window.told.push(announcer.textContent))"
        ".observe(announcer, {childList: true, characterData: true, subtree: true})"
    )
    keys = Keys(page)
    keys.tab_to("#amount")
    keys.write("1500")
    settle(page)
    page.wait_for_timeout(900)
    told = page.evaluate("window.told")
    assert len(told) == 1
    assert re.fullmatch(r"You receive [\d,]+\.\d\d €", told[0])
    assert page.evaluate("document.activeElement.id") == "amount"
    keys.press("Control+Enter")
    page.wait_for_url("**/result")
    assert keys.pressed <= MOST_KEYS
    assert "€" in hero(page)


def test_a_line_is_explained_down_to_the_law_by_keyboard(page: Page, service: Service) -> None:
    page.goto(f"{service.url}/en/")
    page.fill("#date", "2026-03-10")
    page.click("#see")
    keys = Keys(page)
    page.locator("#row-income_tax").focus()
    keys.press("Enter")
    page.wait_for_selector("#why-income_tax h3")
    assert page.evaluate("document.activeElement.tagName") == "H3"
    panel = page.get_by_role("region", name=re.compile("Withholding tax"))
    expect(panel).to_be_visible()
    deepest = 0
    while "§" not in page.locator("#why-income_tax").inner_text() and deepest < 6:
        keys.tab_to("#why-income_tax .steps button")
        keys.press("Enter")
        page.wait_for_function("() => document.activeElement.tagName === 'H3'")
        deepest += 1
    assert "§" in page.locator("#why-income_tax").inner_text()
    keys.press("Escape")
    assert page.evaluate("document.activeElement.id") == "row-income_tax"
    expect(page.locator("#why-income_tax")).to_be_hidden()


def test_a_gap_is_left_by_its_button(page: Page, service: Service) -> None:
    page.goto(f"{service.url}/en/?example=income")
    page.fill("#date", "2026-03-10")
    page.select_option("#contract", "amateur_arts")
    keys = Keys(page)
    page.locator("#amount").focus()
    keys.write("100")
    settle(page)
    expect(page.locator("#live")).to_contain_text("No invoice gives exactly 100.00")
    page.locator("#live button[name=choice]").first.focus()
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.locator("#live .you")).to_be_visible()


def test_three_contract_types_are_compared_by_keyboard(page: Page, service: Service) -> None:
    page.goto(f"{service.url}/en/")
    page.fill("#date", "2026-03-10")
    page.click("#see")
    page.locator("form[action$='/compare'] button").focus()
    keys = Keys(page)
    keys.press("Enter")
    page.wait_for_url("**/compare")
    keys.tab_to("#column2")
    keys.press("ArrowDown")
    keys.tab_to("form.columns-form button")
    with page.expect_navigation():
        keys.press("Enter")
    assert page.locator(".compare .top .big").count() == 3
    assert "receive between" in page.locator("h1").inner_text()


def test_a_result_is_shared_reopened_and_revoked(page: Page, service: Service) -> None:
    page.goto(f"{service.url}/en/")
    page.fill("#date", "2026-03-10")
    page.click("#see")
    before = hero(page)
    page.locator("form[action$='/share'] button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/share")
    address = page.locator("#link").input_value()
    revoke = page.locator("form[action$='/revoke'] button")
    other = page.context.new_page()
    other.goto(address)
    assert hero(other) == before
    expect(other.locator(".banner")).to_contain_text("Today’s rules are the same.")
    other.locator("#row-fee").focus()
    other.keyboard.press("Enter")
    other.wait_for_selector("#why-fee h3")
    revoke.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/revoke")
    answered = other.goto(address)
    assert answered is not None
    assert answered.status == 404


def test_the_doors_change_the_question_and_the_slider_the_share(page: Page, service: Service) -> None:
    page.goto(f"{service.url}/fr/")
    page.check("input[name=door][value=income]")
    assert page.locator("h1").inner_text().startswith("Vous voulez un revenu")
    assert page.locator("#unit").input_value() == "net"
    settle(page)
    page.check("input[name=door][value=job]")
    page.click("details.more-fields > summary")
    page.locator("#rights-slider").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    assert page.locator("#rights").input_value() == "10"
    settle(page)
    expect(page.locator("#live .chart")).to_contain_text("Droits nets")


def test_an_answer_changes_the_figure_and_the_question_keeps_the_focus(page: Page, service: Service) -> None:
    page.goto(f"{service.url}/en/")
    page.fill("#date", "2026-03-10")
    settle(page)
    before = hero(page)
    question = page.locator("details.question", has=page.locator("[name='f:worker.status']"))
    question.locator("summary").click()
    page.locator("[name='f:worker.status']").focus()
    page.select_option("[name='f:worker.status']", "manual_worker")
    settle(page)
    page.wait_for_function("before => document.querySelector('#live .hero').innerText !== before", arg=before)
    assert page.evaluate("document.activeElement.name") == "f:worker.status"


def test_everything_works_with_scripts_off(context: Callable[..., BrowserContext], service: Service) -> None:
    page = context(java_script_enabled=False).new_page()
    page.goto(f"{service.url}/en/")
    page.fill("#date", "2026-03-10")
    page.fill("#amount", "1.234")
    page.click("#see")
    expect(page).to_have_title(re.compile("^Error:"))
    page.locator(".field button[name=choice]").first.click()
    expect(page.locator("#amount")).to_have_value("1234")
    page.click("#see")
    expect(page.locator(".answer .hero")).to_contain_text("€")
    page.click("#row-income_tax")
    expect(page.locator("#why-income_tax")).to_be_visible()
    page.locator("#why-income_tax .steps button").first.click()
    expect(page.locator(".explain")).to_have_count(1)
    page.click("form[action$='/compare'] button")
    expect(page.locator(".compare")).to_have_count(1)
    page.go_back()
    page.click("form[action$='/share'] button")
    page.click("a.button[href*='/s/']")
    expect(page.locator(".banner")).to_have_count(1)
    page.click("form[action$='/obligations'] button")
    expect(page.locator("details.question").nth(3)).to_be_visible()
    page.click("form[action$='/result'] button")
    page.click("form[action$='/year'] button")
    page.fill("#add-amount", "800")
    page.click("button[name=add]")
    expect(page.locator("tbody .you")).to_have_count(2)
    page.click(".side form:first-child button")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("tbody .you")).to_have_count(2)


def test_the_language_changes_and_what_was_asked_stays(page: Page, service: Service) -> None:
    page.goto(f"{service.url}/en/")
    page.fill("#date", "2026-03-10")
    page.fill("#amount", "1500")
    page.click("#see")
    page.click(".side form:first-child button")
    assert page.locator("html").get_attribute("lang") == "fr"
    assert re.search(r"1\s500,00", page.locator("h1").inner_text())
