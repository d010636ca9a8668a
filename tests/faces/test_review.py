"""The page for checking a notice in a real browser: the text as it is, each mention with its fact, no number lost."""

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests import browsing
from tests.browsing import LAPTOP, PHONE, Opened
from xietong.faces.review import review_page
from xietong.graph.vocabulary import knowledge
from xietong.model import Facts, Notice, Thing, ThingKind
from xietong.reading import read, read_file
from xietong.text import Quote
from xietong.words import Language

ROOT = Path(__file__).parents[2]
FIRST = ROOT / "sources" / "zhaoqing-2016.txt"
NOTICES = [FIRST, *sorted((ROOT / "tests" / "gold").glob("*.txt"))]
LONGEST = 3  # seconds for a notice of 200 kB, to make its page and to open it
CONTRAST = 4.5  # WCAG 2.2, 1.4.3

NOTICE = """肇庆市人民政府办公室关于印发2016年重点工作的通知

肇府办〔2016〕1号

一、稳增长
（一）推进交通建设。建成阅江大桥，完成投资１２３亿元，力争12月底前引进企业不少于20家。落实肇府〔2015〕8号文件，\
建设国道321线，打造4G网络。（市交通运输局牵头，市财政局、端州区政府配合）
（二）加强宣传。
"""


@cache
def notice_of(path: Path) -> Notice:
    """Return a notice as the program reads it."""
    return read_file(path, knowledge())


def small(source: str = NOTICE) -> Notice:
    """Return a notice of two tasks; the second has neither bodies nor figures."""
    return read("notice.txt", source, knowledge())


def mention(page: Opened, words: str) -> Locator:
    """Return the first mention of these words alone."""
    return page.page.locator("mark", has_text=re.compile(f"^{re.escape(words)}$")).first


def text_of(page: Opened) -> str:
    """Return the text content of the notice."""
    return str(page.ask("document.getElementById('text').textContent"))


@dataclass(frozen=True)
class Opener:
    """Opens pages from a file, without any network."""

    browser: Browser
    folder: Path
    open_pages: ExitStack

    def __call__(
        self, notice: Notice, language: Language = "zh", size: tuple[int, int] = LAPTOP, *, dark: bool = False
    ) -> Opened:
        """Write the page of a notice and open it."""
        file = self.folder / "review.html"
        file.write_bytes(review_page(notice, language).encode())
        return self.open_pages.enter_context(browsing.opened(self.browser, file, size, dark=dark))


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Return what opens pages; they are closed after the test."""
    with ExitStack() as open_pages:
        yield Opener(browser, tmp_path, open_pages)


# ---------------------------------------------------------------- the file


def test_two_pages_of_a_notice_are_the_same_bytes() -> None:
    assert review_page(small(), "zh") == review_page(small(), "zh")


def test_no_address_in_the_file_leads_elsewhere() -> None:
    page = review_page(notice_of(FIRST), "zh")
    assert re.findall(r"""(?:src|href|action|data)\s*=\s*["']?\s*(?!["']?#)[^"'>\s]+""", page) == []
    assert re.findall(r"url\(|@import|<link|<img|<iframe|https?://", page) == []
    assert "content=\"default-src 'none';" in page, "and the browser would refuse to fetch anything"


def test_the_page_opens_in_the_language_asked_for() -> None:
    assert '<html lang="zh">' in review_page(small(), "zh")
    assert '<html lang="en">' in review_page(small(), "en")


def test_a_long_notice_has_its_page_within_seconds(opened: Opener) -> None:
    whole = notice_of(FIRST).text.source
    head, tasks = whole[: whole.index("  一、")], whole[whole.index("  一、") :]
    times = 200_000 // len(tasks.encode()) + 1
    notice = read("long.txt", head + "\n".join([tasks] * times), knowledge())
    before = time.process_time()
    review_page(notice, "zh")
    assert time.process_time() - before < LONGEST
    pages = [opened(notice) for _ in range(3)]  # the best counts: the machine may have other work
    drawn = "new Promise(done => requestAnimationFrame(() => done(performance.now())))"
    assert min(page.ask(drawn) for page in pages) < LONGEST * 1000
    assert text_of(pages[0]) == notice.text.source


# ---------------------------------------------------------------- the text


def quotes(value: object) -> Iterator[Quote]:
    """Yield every quote within a value of the model, but for the extents of tasks and the rules that gave a role."""
    if isinstance(value, Quote):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from quotes(each)
    elif is_dataclass(value):
        extent = "quote" if hasattr(value, "title_quote") else "rule"
        for each in fields(value):
            if each.name != extent:
                yield from quotes(getattr(value, each.name))


MARKED = """() => {
  const place = new Map(), text = document.getElementById("text");
  let at = 0;
  for (const node of text.childNodes) { place.set(node, at); at += [...node.textContent].length; }
  const found = new Map();
  for (const mark of text.querySelectorAll("mark"))
    for (const number of mark.dataset.facts.split(" ")) {
      const from = place.get(mark), to = from + [...mark.textContent].length, known = found.get(number);
      if (known && known[1] !== from) throw new Error("a gap in fact " + number);
      found.set(number, known ? [known[0], to] : [from, to]);
    }
  return [...found].map(([number, [from, to]]) => [document.getElementById("f" + number).dataset.kind, from, to]);
}"""


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem)
def test_the_text_is_exact_and_every_quote_is_marked_in_its_place(opened: Opener, path: Path) -> None:
    notice = notice_of(path)
    result = opened(notice)
    assert text_of(result) == notice.text.source
    marked = [(from_, to) for kind, from_, to in result.ask(MARKED) if kind not in ("digit", "explained")]
    wanted = quotes((notice.header, notice.goals, notice.tasks, notice.facts))
    assert sorted(marked) == sorted((quote.start, quote.end) for quote in wanted)
    assert result.complaints == []
    assert result.requests == [result.address]


HOSTILE = [
    "<script>window.hit=1</script>",
    "</script><script>window.hit=2</script>",
    "<img src=x onerror=window.hit=3>",
    '"\'` onmouseover=window.hit=4 x="',
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt;&amp;&#13;",
    "<!--</div></mark>",
    "\u2028\u2029\ufeff\u200b\ue7e3😀",
    "\r\n\r \t\x0b\x0c",
    "\x01\x1b\x7f\x80\x9f\ufffe",
]


@pytest.mark.parametrize("words", HOSTILE, ids=ascii)
def test_hostile_words_are_words_and_nothing_else(opened: Opener, words: str) -> None:
    """In the source, in the name of a thing, in the title and in the name of the file."""
    notice = small(NOTICE.replace("打造", f"打造{words}"))
    first, *others = notice.tasks
    at = notice.text.source.index("打造")
    quote = Quote(at, at + 2 + len(words), "打造" + words)
    thing = Thing(kind=ThingKind.PROJECT, name=f"名{words}", quote=quote, sort=words, place=words, part_of=words)
    facts = replace(first.facts, things=(*first.facts.things, thing))
    assert notice.header.title
    notice = replace(
        notice,
        text=replace(notice.text, name=words),
        header=replace(notice.header, title=replace(notice.header.title, value=words)),
        tasks=(replace(first, title=words, facts=facts), *others),
    )
    result = opened(notice)
    assert text_of(result) == notice.text.source
    result.page.locator("mark", has_text="打造").first.hover()
    assert "项目" in result.panel
    assert result.ask("window.hit") is None
    assert result.ask("document.querySelectorAll('img, iframe, link').length") == 0
    assert result.ask("document.scripts.length") == 1
    assert result.complaints == []
    assert result.requests == [result.address]


def test_what_a_page_cannot_carry_is_replaced_one_for_one(opened: Opener) -> None:
    notice = small()
    source = notice.text.source.replace("一、稳增长", "一、\0\ud800长")
    result = opened(replace(notice, text=replace(notice.text, source=source)))
    assert text_of(result) == source.replace("\0", "\ufffd").replace("\ud800", "\ufffd")


# ---------------------------------------------------------------- what it shows


def test_the_pointer_on_a_mention_shows_its_fact_and_escape_closes(opened: Opener) -> None:
    result = opened(small())
    mention(result, "端州区").hover()
    assert "责任单位" in result.panel
    assert "配合" in result.panel
    assert "肇庆市端州区人民政府" in result.panel
    assert "广东省肇庆市端州区" in result.panel
    result.page.keyboard.press("Escape")
    assert result.panel == ""


def test_a_mention_within_another_shows_both_the_inner_first(opened: Opener) -> None:
    notice = small()
    (bridge,) = [thing for thing in notice.tasks[0].facts.things if thing.name == "阅江大桥"]
    at = bridge.quote.start
    outer = replace(bridge, kind=ThingKind.PROGRAMME, name="大行动", quote=Quote(at - 2, at + 3, "建成阅江大"))
    facts = replace(notice.tasks[0].facts, things=(bridge, outer))
    result = opened(replace(notice, tasks=(replace(notice.tasks[0], facts=facts), *notice.tasks[1:])))
    mention(result, "阅江大").hover()
    assert result.page.locator("#panel h3").all_inner_texts() == ["阅江大桥", "建成阅江大"]
    mention(result, "桥").hover()
    assert result.page.locator("#panel h3").all_inner_texts() == ["阅江大桥"]


def test_the_key_tab_goes_from_mention_to_mention_and_shows_each(opened: Opener) -> None:
    result = opened(small())
    result.ask("() => document.querySelector('#text').previousElementSibling.setAttribute('tabindex', -1)")
    result.ask("() => document.querySelector('#reading').focus()")
    seen = []
    for _ in range(result.ask("document.querySelectorAll('mark[tabindex]').length")):
        result.page.keyboard.press("Tab")
        seen.append(result.ask("document.activeElement.textContent"))
        assert result.panel, seen[-1]
        expect(result.page.locator("mark:focus")).to_have_accessible_description(re.compile("类别"))
    assert "交通运输局" in "".join(seen)
    assert len(seen) > 10


def test_a_figure_is_told_in_words(opened: Opener) -> None:
    result = opened(small())
    result.page.locator("mark", has_text="20家").first.hover()
    shown = result.panel
    assert "企业" in shown
    assert "不低于" in shown
    assert "≥ 20 家" in shown
    assert "2016-12-31" in shown
    assert "力争" in shown


@pytest.mark.parametrize(("size", "dark"), [(LAPTOP, False), (LAPTOP, True), (PHONE, False)])
def test_the_panel_lies_within_the_screen(opened: Opener, size: tuple[int, int], *, dark: bool) -> None:
    result = opened(notice_of(FIRST), size=size, dark=dark)
    for words in ("007141332/2016-14136", "阅江大桥", "北江航道肇庆段扩能升级工程"):
        mark = mention(result, words)
        mark.scroll_into_view_if_needed()
        mark.focus()
        box = result.page.locator("#panel").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= size[0]
        assert box["y"] + box["height"] <= size[1]
    assert result.ask("document.documentElement.scrollWidth") <= size[0]


def test_a_link_of_the_list_leads_to_the_mention(opened: Opener) -> None:
    result = opened(notice_of(FIRST))
    mark = mention(result, "阅江大桥")
    expect(mark).not_to_be_in_viewport()
    result.page.locator("#list li a", has_text=re.compile("^阅江大桥$")).first.click()
    expect(mark).to_be_in_viewport()
    expect(mark).to_be_focused()
    expect(mark).to_have_class(re.compile("flash"))


def test_the_list_says_what_a_task_lacks(opened: Opener) -> None:
    result = opened(small())
    bare = result.page.locator("#list section", has=result.page.locator("h3", has_text="2 加强宣传")).first
    assert bare.locator(".missing").all_inner_texts() == ["没有责任单位", "没有指标数字"]
    rich = result.page.locator("#list section", has=result.page.locator("h3", has_text="1 推进交通建设")).first
    assert rich.locator(".missing").count() == 0


def test_the_list_holds_every_task_and_fact_of_the_notice(opened: Opener) -> None:
    notice = notice_of(FIRST)
    result = opened(notice)
    titles = result.page.locator("#list h3.task .fact a").all_text_contents()
    assert titles == [f"{task.number} {task.title}" for task in notice.tasks]
    counts = {
        "body": sum(len(task.duties) for task in notice.tasks),
        "quantity": sum(len(task.facts.quantities) for task in notice.tasks),
        "projects": sum(thing.kind is ThingKind.PROJECT for task in notice.tasks for thing in task.facts.things),
    }
    for kind, number in counts.items():
        assert result.page.locator(f"#list li.{kind}").count() == number
        assert result.page.locator(f".legend button[data-kind={kind}] .n").inner_text() == str(number)


# ---------------------------------------------------------------- numbers that became no figure


def left_over(result: Opened, kind: str) -> list[tuple[str, str]]:
    """Return the numbers of a kind as the list shows them: with their neighbours, and part of what they are."""
    found: list[list[str]] = result.ask(
        """kind => [...document.querySelectorAll(`#list li.${kind}`)].map(each =>
          [each.querySelector("a").textContent, each.querySelector(".brief dd .zh")?.textContent ?? ""])""",
        kind,
    )
    return [(context, what) for context, what in found]


def test_a_number_in_no_figure_is_listed_and_one_in_a_figure_is_not(opened: Opener) -> None:
    result = opened(small())
    assert left_over(result, "digit") == [("设国道321线，打造4G网络。（市交通运输", "")]
    assert result.page.locator("#text .k.digit").all_inner_texts() == ["4"]


def test_a_number_that_is_part_of_something_else_says_of_what(opened: Opener) -> None:
    found = left_over(opened(small()), "explained")
    assert [what for _, what in found] == ["日期", "文号", "文号", "项目"]


def test_a_figure_that_is_taken_away_leaves_its_number_over(opened: Opener) -> None:
    notice = small()
    first, *others = notice.tasks
    result = opened(replace(notice, tasks=(replace(first, duties=(), facts=Facts()), *others)))
    shown = result.page.locator("#text .k.digit").all_inner_texts()
    assert shown == ["１２３", "20", "321", "4"]
    assert result.page.locator(".legend button[data-kind=digit] .n").inner_text() == "4"


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem)
def test_no_digit_of_a_task_is_lost(path: Path) -> None:
    """Each lies in a figure or in the list."""
    notice = notice_of(path)
    page = review_page(notice, "zh")
    listed = len(re.findall(r'<li class="fact (?:digit|explained)"', page))
    free = 0
    for task in notice.tasks:
        within = [(each.quote.start, each.quote.end) for each in task.facts.quantities]
        for match in re.finditer(r"\d+(?:[.．]\d+|[,，]\d{3}(?!\d))*", notice.text.source):
            if task.quote.start <= match.start() < task.quote.end:
                free += not any(start <= match.start() and match.end() <= end for start, end in within)
    assert listed == free


# ---------------------------------------------------------------- switches


def test_a_switch_of_the_legend_hides_and_shows_its_kind_alone(opened: Opener) -> None:
    result = opened(small())
    button = result.page.locator(".legend button[data-kind=projects]")
    colour = """words => getComputedStyle(
      [...document.querySelectorAll("#text .k")].find(each => each.textContent === words)).backgroundColor"""
    project, body = result.ask(colour, "阅江大桥"), result.ask(colour, "端州区")
    assert project != "rgba(0, 0, 0, 0)"
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert result.ask(colour, "阅江大桥") == "rgba(0, 0, 0, 0)"
    assert result.ask(colour, "端州区") == body
    mention(result, "阅江大桥").hover()
    assert result.panel == ""
    assert mention(result, "阅江大桥").get_attribute("tabindex") == "-1"
    expect(result.page.locator("#list li.projects").first).to_be_hidden()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert result.ask(colour, "阅江大桥") == project
    mention(result, "阅江大桥").hover()
    assert "桥梁" in result.panel


WORDS_OF_THE_PAGE = """() => {
  const copy = document.body.cloneNode(true);
  const other = document.documentElement.lang === "zh" ? ".en" : ".zh";
  const own = "#text, h1, p > span:not(.zh, .en), a.to, dd > span:not(.zh, .en), h3 > span:not(.zh, .en)";
  copy.querySelectorAll(`script, #language, ${own}, ${other}`).forEach(each => each.remove());
  return copy.textContent;
}"""


def test_each_language_has_all_words_of_the_page_and_none_of_the_other(opened: Opener) -> None:
    """But for the notice's own, and for the name of the language that the button leads to."""
    result = opened(notice_of(FIRST))
    chinese = result.ask(WORDS_OF_THE_PAGE)
    assert re.findall("[A-Za-z]{2,}", chinese) == []
    assert "责任单位" in chinese
    visible = result.page.locator("header .legend").inner_text()
    assert not re.search("[A-Za-z]", visible)
    result.page.locator("#language").click()
    assert result.ask("document.documentElement.lang") == "en"
    english = result.ask(WORDS_OF_THE_PAGE)
    assert "esponsible bodies" in english
    assert re.findall("[\u4e00-\u9fff]+", english) == []
    assert not re.search("[\u4e00-\u9fff]", result.page.locator("header .legend").inner_text())
    result.page.locator("#language").click()
    assert result.page.locator("header .legend").inner_text() == visible


# ---------------------------------------------------------------- legibility

CONTRASTS = """() => {
  const light = colour => {
    const linear = part => part <= .03928 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4;
    const [r, g, b] = colour.map(part => linear(part / 255));
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const numbers = colour => {
    const parts = colour.match(/[\\d.]+/g).map(Number);
    return colour.startsWith("color(srgb") ? [...parts.slice(0, 3).map(part => part * 255), ...parts.slice(3)] : parts;
  };
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
  };
  const low = [];
  for (const each of document.querySelectorAll("header *, #text .k, #list *")) {
    if (![...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())) continue;
    const pair = [numbers(getComputedStyle(each).color), ground(each)].map(light).sort((a, b) => b - a);
    const contrast = (pair[0] + .05) / (pair[1] + .05);
    if (contrast < %s) low.push([each.className, each.textContent.slice(0, 20), contrast]);
  }
  return low;
}"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_word_stands_out_from_its_ground(opened: Opener, *, dark: bool) -> None:
    result = opened(notice_of(FIRST), dark=dark)
    assert result.ask(CONTRASTS % CONTRAST) == []


def test_paper_shows_text_and_list_one_after_the_other(opened: Opener) -> None:
    result = opened(notice_of(FIRST))
    result.page.emulate_media(media="print")
    text, listed = result.page.locator("#text").bounding_box(), result.page.locator("#list").bounding_box()
    assert text is not None
    assert listed is not None
    assert listed["y"] >= text["y"] + text["height"]
    assert result.page.locator("#language").is_hidden()
