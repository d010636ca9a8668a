"""What a notebook shows and hands on: network pages and review pages in place, a graph as a file, a Chinese font."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from os import PathLike
from pathlib import Path

from xietong.errors import GraphError, QueryError, XietongError
from xietong.faces.export import EXPORTS
from xietong.faces.export import network as network_of
from xietong.faces.geojson import geojson
from xietong.faces.panel import told
from xietong.faces.review import review_page
from xietong.faces.sheet import page
from xietong.faces.stratml import stratml
from xietong.faces.tables import tables
from xietong.faces.views import View, lines_of, own_view, picture, view_named
from xietong.graph.asked import Asked
from xietong.graph.dataset import Dataset
from xietong.graph.dump import FORMS
from xietong.model import Notice
from xietong.resources import write_all, write_file
from xietong.words import Language, reader_language

FOLDERS: dict[str, Callable[[Asked], dict[str, bytes]]] = {"csv": tables, "stratml": stratml}
KNOWN = (*(suffix[1:] for suffix in (*FORMS, ".geojson", *EXPORTS)), *FOLDERS)

# the first that is installed is taken; those of Windows, macOS and Linux
FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Heiti SC",
    "Droid Sans Fallback",
    "Noto Sans CJK JP",  # has all the characters; the only name by which Matplotlib before 3.11 knows the file of all
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of HTML with all that it needs: a notebook shows it in place, a browser opens what ``save`` writes."""

    html: str = field(repr=False)
    height: int = 680  # of the frame in a notebook, in pixels

    def save(self, path: str | PathLike[str]) -> None:
        """Write the page as a file. Raises GraphError if it cannot be written."""
        write_all(Path(path).parent, {Path(path).name: self.html.encode()})

    def _repr_html_(self) -> str:
        """Return a frame that holds the page as text; what runs in it cannot reach the notebook."""
        return (
            f'<iframe srcdoc="{escape(self.html)}" sandbox="allow-scripts allow-downloads" title="Xietong 协同"'
            f' style="width:100%;height:{self.height}px;border:1px solid #c8cdd3"></iframe>'
        )


def view(
    asked: Asked,
    name: str = "coordination",
    *,
    query: str | PathLike[str] | None = None,
    language: Language | None = None,
) -> Page:
    """Draw a network: a view by its name (coordination, tasks, projects, places, goal-tree, agency), or your own query.

    ``query`` is the path of a CONSTRUCT, or of a SELECT with two ends; ``language`` is the one that the page opens in.
    Raises QueryError for a name or a query that cannot be drawn, and what the graph raises when it cannot answer.
    """
    wanted = own_view(Path(query)) if query is not None else view_named(name)
    return Page(page(picture(asked, told(asked), wanted), asked.names, language or reader_language()))


def review(notice: Notice, *, language: Language | None = None) -> Page:
    """Return the page on which to check what was read of a notice, mention by mention."""
    return Page(review_page(notice, language or reader_language()))


def export(
    asked: Asked, path: str | PathLike[str], form: str | None = None, *, network: View | str | None = None
) -> None:
    """Write a graph, or the network of a view, in the form that the ending of ``path`` names, else in ``form``.

    The whole graph: ttl, trig, nt, nq, jsonld, rdf. Its places: geojson. A folder: csv (tables), stratml (plans). A
    network, coordination if none is named: gexf, graphml. Raises QueryError for an unknown form, GraphError if the
    form cannot hold the graph, if it cannot be written, or for a whole graph that is on a server.
    """
    target = Path(path)
    form = form_of(target, form)
    if f".{form}" in EXPORTS:
        view = network if isinstance(network, View) else view_named(network or "coordination")
        lines, things = lines_of(asked, told(asked), view)
        write_all(target.parent, {target.name: EXPORTS[f".{form}"](network_of(lines, things, asked.names))})
    elif network is not None:
        known = " ".join(EXPORTS)
        raise QueryError(f"网络只能导出为 {known}。", f"A network is written as {known} only.")
    elif form in FOLDERS:
        write_all(target, FOLDERS[form](asked))
    elif form == "geojson":
        write_all(target.parent, {target.name: geojson(asked)})
    elif isinstance(asked, Dataset):
        write_file(target, lambda out: asked.write(f".{form}", out))
    else:
        raise GraphError("整个图谱请从文件导出（--graph）。", "The whole graph is written from a file (--graph).")


def form_of(path: Path, form: str | None = None) -> str:
    """Return the form to write a file in: the one that is said, else that of its ending. Raises QueryError for none."""
    form = form or path.suffix[1:].lower()
    if form not in KNOWN:
        known = " ".join(KNOWN)
        raise QueryError(
            f"不认识的格式 {form or path.name}；可用的有：{known}。",
            f"{form or path.name} is no known format; there are: {known}.",
        )
    return form


def chinese_font() -> str:
    """Return the name of an installed font with Chinese glyphs, for Matplotlib.

    ``plt.rcParams["font.family"] = xietong.chinese_font()``. Raises XietongError if there is none.
    """
    from matplotlib import font_manager, get_cachedir  # noqa: PLC0415 - not everybody has it

    installed = set(font_manager.get_font_names())
    for name in FONTS:
        if name in installed:
            return name
    raise XietongError(
        f"没有找到中文字体；请安装 Noto Sans CJK SC（思源黑体），删除 {get_cachedir()} 中的字体缓存后重新启动。",
        f"There is no Chinese font; install Noto Sans CJK SC, delete the fonts' list in {get_cachedir()}, start again.",
    )
