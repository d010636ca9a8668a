"""A researcher walks through the site in a browser, with scripts and without."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(request: pytest.FixtureRequest, browser: Browser, server: str) -> Iterator[Page]:
    """Return a page at the first sight of the site; the test fails if it loads anything from elsewhere or breaks."""
    context = browser.new_context(java_script_enabled=request.param, locale="zh-CN", accept_downloads=True)
    found = context.new_page()
    wrong: list[str] = []
    found.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    found.on("pageerror", lambda error: wrong.append(str(error)))
    found.on(
        "request", lambda sent: wrong.append(sent.url) if not sent.url.startswith((server, "data:", "blob:")) else None
    )
    found.goto(f"{server}/")
    yield found
    context.close()
    assert wrong == []


def test_from_a_name_to_who_answers_and_to_the_words_and_the_data(page: Page) -> None:
    page.get_by_role("searchbox").fill("阅江大桥")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="阅江大桥", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("阅江大桥")
    expect(page.get_by_text("打好交通建设大会战")).to_be_visible()
    expect(page.get_by_role("link", name="肇庆市交通运输局")).to_be_visible()
    quote = page.locator("q")
    expect(quote).to_contain_text("完成阅江大桥主体工程")
    quote.get_by_role("link").click()
    expect(page.locator("span:target")).to_have_text("阅江大桥")
    expect(page.locator("span:target")).to_be_in_viewport()
    page.go_back()
    page.get_by_role("link", name="肇庆市交通运输局").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("肇庆市交通运输局")
    with page.expect_response("**/index.ttl") as turtle:
        page.get_by_role("link", name="Turtle").click(no_wait_after=True)
    assert "a xt:Agency" in turtle.value.text()


def test_from_a_question_to_a_file(page: Page) -> None:
    page.get_by_role("link", name="问题", exact=True).click()
    page.get_by_role("link", name="某部门负责哪些任务？").click()
    page.get_by_label("部门", exact=True).fill("市旅游局")
    page.get_by_role("button", name="提问").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(page.get_by_text("“市旅游局”指 肇庆市旅游局")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    assert Path(download.value.path()).read_text(encoding="utf-8").count("肇庆市旅游局") == 3
    page.get_by_role("link", name="任务序号").click()
    page.get_by_role("link", name="任务序号").click()
    expect(page.locator("tbody td.n").first).to_have_text("30")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Which tasks does a body answer for?")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.locator("tbody").get_by_role("link", name="肇庆市旅游局").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_every_part_of_the_site_is_reached_from_its_head(page: Page) -> None:
    for name, heading in (
        ("网络图", "网络图"),
        ("名录", "名录"),
        ("本体", "协同本体"),
        ("数据", "数据"),
        ("SPARQL", "SPARQL"),
    ):
        page.get_by_role("navigation", name="导航").get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", level=1).first).to_contain_text(heading or name)
