"""The forms in which a graph is written: RDF, tables, points, plans, networks; from what writes them."""

from docs.generate.markup import blocks, capital, code, fenced, folded, heading, table, text
from docs.generate.questions import COLUMN, sparql
from xietong.faces.export import EXPORTS
from xietong.faces.site.data import GROUPS, MEDIA_TYPES
from xietong.faces.tables import KEYS, METADATA
from xietong.graph.dump import FORMS
from xietong.graph.queries import SavedQuery, load_query
from xietong.resources import data_folder
from xietong.words import Language, Words

HEAD = (Words("格式", "form"), Words("名称", "name"), Words("媒体类型", "media type"), Words("内容", "what it holds"))
GRAPHS = {
    True: Words("全部命名图", "all named graphs"),
    False: Words("全部图的合并，每条三元组一次", "the merge of all graphs, each triple once"),
}
NETWORK = Words("一个网络：节点、连线及其任务", "a network: nodes, lines, and the tasks that they come from")
POINTS = Words("地方和项目所在地，作为点", "places, and where projects lie, as points")
PLANS = Words("目录：每份通知一个计划", "a folder: a plan for each notice")
TABLES = Words("目录：下列各表，及其说明 {}", "a folder: the tables below, and what they mean in {}")
OTHERS = {  # what is written whole
    "geojson": ("GeoJSON", "application/geo+json", POINTS),
    "csv": ("CSV", "text/csv", TABLES),
    "stratml": ("StratML", "application/xml", PLANS),
}
KEY = Words("主键", "key")


def page(language: Language) -> str:
    """Return what stands on the page of the forms."""
    head = [each.in_language(language) for each in HEAD]
    rdf = [
        (code(suffix[1:]), form.name, code(form.syntax.media_type), GRAPHS[form.graphs].in_language(language))
        for suffix, form in FORMS.items()
    ]
    others = [
        (code(name), title, code(kind), words.in_language(language).format(code(METADATA)))
        for name, (title, kind, words) in OTHERS.items()
    ]
    networks = [
        (code(suffix[1:]), MEDIA_TYPES[kind], code(kind), NETWORK.in_language(language))
        for suffix in EXPORTS
        if (kind := f"application/{suffix[1:]}+xml")
    ]
    paths = sorted((data_folder("queries") / "tables").glob("*.rq"))
    return blocks(
        [
            heading(2, Words("全部格式", "All forms").in_language(language)),
            table(head, [*rdf, *others, *networks]),
            heading(2, capital(GROUPS["tables"].in_language(language))),
            *[_table(load_query(path), language) for path in paths],
        ]
    )


def _table(query: SavedQuery, language: Language) -> str:
    key = KEYS.get(query.name)
    columns = [
        (code(name) + (f" ({KEY.in_language(language)})" if name == key else ""), text(words.in_language(language)))
        for name, words in query.columns.items()
    ]
    return blocks(
        [
            heading(3, code(f"{query.name}.csv")),
            text(query.description.in_language(language)),
            table([each.in_language(language) for each in COLUMN], columns),
            folded("SPARQL", fenced("sparql", sparql(query))),
        ]
    )
