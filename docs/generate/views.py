"""The network pages: what each shows and asks of the graph, from the headers of ``queries/views/*.rq``."""

from docs.generate.markup import blocks, code, fenced, folded, heading, table, text
from docs.generate.questions import COLUMN, sparql
from xietong.faces.views import View, views
from xietong.words import Language, Words

LAYOUTS = {
    "springs": Words("弹簧布局：相连的靠近", "springs: what is tied stands near"),
    "columns": Words("分列布局，从左到右", "columns, from left to right"),
}
CHOSEN = {
    "goal": Words("在页面上选一个目标", "choose a goal on the page"),
    "agency": Words("在页面上选一个部门", "choose a body on the page"),
}


def page(language: Language) -> str:
    """Return what stands on the page of the network pages."""
    return blocks(_view(view, language) for view in views().values())


def _view(view: View, language: Language) -> str:
    drawn = [LAYOUTS[view.look.layout], *([CHOSEN[view.look.choose]] if view.look.choose else [])]
    said = Words("；", "; ").in_language(language).join(words.in_language(language) for words in drawn)
    about = view.query
    columns = [(code(name), text(words.in_language(language))) for name, words in about.columns.items()]
    return blocks(
        [
            heading(2, code(view.name)),
            f"**{text(about.summary.in_language(language))}** {text(about.description.in_language(language))}",
            f"{said}{'。' if language == 'zh' else '.'}",
            fenced("sh", f".venv/bin/xietong view {view.name} --lang {language} -o {view.name}.html"),
            table([each.in_language(language) for each in COLUMN], columns),
            folded("SPARQL", fenced("sparql", sparql(about))),
        ]
    )
