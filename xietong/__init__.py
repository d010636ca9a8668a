"""Xietong 协同: Chinese government task notices as a knowledge graph.

For a notebook or a script:

    import xietong

    dataset = xietong.open_graph("output/graph.nq")      # or xietong.build(["my-notice.txt"])
    answer = xietong.ask(dataset, "partners-of-agency", {"agency": "发改局"})
    answer.result.rows                                   # plain values; answer.frame() is a pandas DataFrame
    dataset.as_rdflib()                                  # an rdflib graph
    xietong.coordination_network(dataset)                # a networkx graph
    xietong.view(dataset, "projects")                    # a network page, shown in place; .save("projects.html")

The notebooks in ``notebooks/`` use all of it.

What is named here stays; everything else may move between versions.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from xietong.graph.asking import Answer, ask
    from xietong.graph.dataset import Dataset
    from xietong.graph.endpoint import Endpoint
    from xietong.graph.network import coordination_network, measures, task_network
    from xietong.graph.queries import saved_queries
    from xietong.library import build, evaluate, open_graph, read
    from xietong.notebook import Page, chinese_font, export, review, view
    from xietong.pipeline import default_sources

HOMES = {
    "Answer": "xietong.graph.asking",
    "Dataset": "xietong.graph.dataset",
    "Endpoint": "xietong.graph.endpoint",
    "Page": "xietong.notebook",
    "ask": "xietong.graph.asking",
    "build": "xietong.library",
    "chinese_font": "xietong.notebook",
    "coordination_network": "xietong.graph.network",
    "default_sources": "xietong.pipeline",
    "evaluate": "xietong.library",
    "export": "xietong.notebook",
    "measures": "xietong.graph.network",
    "open_graph": "xietong.library",
    "read": "xietong.library",
    "review": "xietong.notebook",
    "saved_queries": "xietong.graph.queries",
    "task_network": "xietong.graph.network",
    "view": "xietong.notebook",
}

__all__ = [
    "Answer",
    "Dataset",
    "Endpoint",
    "Page",
    "__version__",
    "ask",
    "build",
    "chinese_font",
    "coordination_network",
    "default_sources",
    "evaluate",
    "export",
    "measures",
    "open_graph",
    "read",
    "review",
    "saved_queries",
    "task_network",
    "view",
]


def __getattr__(name: str) -> Any:
    """Return a public name from where it lives, so that ``import xietong`` loads nothing that is not used."""
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(HOMES[name]), name)
