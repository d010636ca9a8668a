"""The saved questions as an OpenAPI 3.1 description: one operation each for JSON and CSV."""

from typing import Any

from xietong import __version__
from xietong.graph.queries import Parameter, SavedQuery, saved_queries

LONGEST = 500  # characters of a value


def openapi() -> dict[str, Any]:
    """Return the description of the saved questions for programs."""
    paths: dict[str, Any] = {}
    for query in saved_queries().values():
        paths[f"/queries/{query.name}/answer.json"] = {"get": _operation(query, "json")}
        paths[f"/queries/{query.name}/answer.csv"] = {"get": _operation(query, "csv")}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Xietong 协同",
            "version": __version__,
            "description": "向图谱提问 · questions to the graph",
        },
        "servers": [{"url": "."}],
        "paths": paths,
        "components": {"schemas": {"Message": _message()}},
    }


def _operation(query: SavedQuery, form: str) -> dict[str, Any]:
    row = {
        "type": "object",
        "properties": {
            name: {"title": f"{words.zh} · {words.en}", "type": ["string", "number", "boolean", "null"]}
            for name, words in query.columns.items()
        },
    }
    content: dict[str, Any] = {
        "json": {"application/json": {"schema": {"type": "array", "items": row}}},
        "csv": {"text/csv": {"schema": {"type": "string"}}},
    }
    return {
        "operationId": f"{query.name}-{form}",
        "summary": f"{query.summary.zh} · {query.summary.en}",
        "description": f"{query.description.zh}\n\n{query.description.en}",
        "tags": list(query.tags),
        "parameters": [_parameter(each) for each in query.parameters],
        "responses": {
            "200": {"description": "答案 · the answer", "content": content[form]},
            "304": {"description": "没有变化 · not changed"},
            "400": _told("参数不合适 · a parameter that does not fit"),
            "503": _told("用时或结果过多 · too much time or too large an answer"),
        },
    }


def _told(description: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Message"}}},
    }


def _message() -> dict[str, Any]:
    words = {"type": "string"}
    return {"type": "object", "required": ["zh", "en"], "properties": {"zh": words, "en": words}}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": f"{parameter.words.zh} · {parameter.words.en}",
        "schema": {"type": "string", "maxLength": LONGEST}
        | ({"default": parameter.default} if parameter.default is not None else {}),
        "example": parameter.example,
    }
