"""The tables of a graph: one CSV for each query of ``queries/tables``, and what they mean as W3C CSV on the Web.

Rows are named by full IRIs, and a column that holds the names of another table's rows is a foreign key to it, so that
the tables join. Cells are what the graph says, also where one begins with ``=``: it is data and no formula. An address
(aboutUrl, valueUrl) is the URI to which RFC 3987 (3.1) maps the IRI of the cell, as URI templates encode other scripts.
"""

import json
from typing import Any

from xietong.graph.answers import as_csv
from xietong.graph.asked import Asked, Row, rows
from xietong.graph.queries import Result, SavedQuery, load_query
from xietong.graph.terms import term
from xietong.resources import data_folder
from xietong.words import Words

METADATA = "csv-metadata.json"
# the column that names the rows of a table; a table that is not here ties two things and is keyed by all its columns
KEYS = {
    "agencies": "agency",
    "concepts": "concept",
    "coordination": "coordination",
    "figures": "figure",
    "goals": "goal",
    "mentions": "mention",
    "milestones": "milestone",
    "notices": "notice",
    "places": "place",
    "projects": "project",
    "responsibilities": "responsibility",
    "tasks": "task",
}
# columns that hold rows of a table and are not called as its key is
REFERENCES = {
    "base_unit": "concepts",
    "change": "concepts",
    "commitment": "concepts",
    "comparator": "concepts",
    "function": "concepts",
    "jurisdiction": "places",
    "kind": "concepts",
    "one": "agencies",
    "other": "agencies",
    "parent": "goals",
    "part_of": "projects",
    "role": "concepts",
    "unit": "concepts",
    "within": "places",
} | {key: table for table, key in KEYS.items()}
IRIS = {"about", "relation", "scheme", *REFERENCES}  # ``about`` may be a thing of a table or one that has none
DATATYPES = {
    "abolished": "boolean",
    "base_maximum": "decimal",
    "base_value": "decimal",
    "begin": "integer",
    "collective": "boolean",
    "due": "date",
    "end": "integer",
    "in_text": "boolean",
    "issued": "date",
    "latitude": "decimal",
    "longitude": "decimal",
    "maximum": "decimal",
    "number": "integer",
    "open": "boolean",
    "plan_year": "gYear",
    "position": "integer",
    "target": "boolean",
    "value": "decimal",
    "weight": "integer",
}
# column -> what it says of the thing that names the row; what is no fact of that thing (the goal of a figure) has none
PROPERTIES = {
    "abolished": "xt:abolished",
    "about": "xt:about",
    "as_written": "xt:numberAsWritten",
    "base_maximum": "xt:baseMaximumValue",
    "base_unit": "xt:baseUnit",
    "base_value": "xt:baseValue",
    "baseline": "xt:baseline",
    "begin": "nif:beginIndex",
    "change": "xt:change",
    "code": "xt:divisionCode",
    "commitment": "xt:commitment",
    "comparator": "xt:comparator",
    "due": "xt:due",
    "due_text": "xt:dueText",
    "end": "nif:endIndex",
    "english": "skos:prefLabel",
    "function": "xt:function",
    "identifier": "dcterms:identifier",
    "in_text": "xt:namedInText",
    "index_number": "xt:indexNumber",
    "indicator": "xt:indicator",
    "issued": "dcterms:issued",
    "jurisdiction": "xt:jurisdiction",
    "level": "xt:placeLevel",
    "maximum": "xt:maximumValue",
    "name": "rdfs:label",
    "notation": "skos:notation",
    "number": "xt:number",
    "official": "skos:prefLabel",
    "one": "xt:between",
    "open": "xt:openEnded",
    "other": "xt:between",
    "part_of": "dcterms:isPartOf",
    "parent": "dcterms:isPartOf",
    "plan_title": "xt:planTitle",
    "plan_year": "xt:planYear",
    "position": "xt:position",
    "role": "xt:role",
    "scheme": "skos:inScheme",
    "stated_as": "xt:statedAs",
    "text": "xt:text",
    "title": "rdfs:label",
    "unit": "xt:unit",
    "unit_text": "xt:unitText",
    "value": "qudt:numericValue",
    "weight": "xt:weight",
    "within": "dcterms:isPartOf",
}
# the same where a table says something else by a column of that name
PROPERTIES_OF = {
    "concepts": {"name": "skos:prefLabel"},
    "figures": {"mention": "prov:wasQuotedFrom"},
    "goals": {"mention": "prov:wasQuotedFrom"},
    "mentions": {"words": "nif:anchorOf"},
    "milestones": {"mention": "prov:wasQuotedFrom"},
    "notices": {"title": "dcterms:title"},
    "places": {"kind": "xt:placeKind", "name": "skos:prefLabel"},
    "project-places": {"place": "xt:locatedIn"},
    "projects": {"kind": "xt:projectKind"},
    "responsibilities": {"agency": "xt:agency", "mention": "prov:wasQuotedFrom"},
    "task-places": {"place": "xt:concernsPlace"},
    "task-projects": {"project": "xt:concernsProject"},
    "tasks": {"mention": "prov:wasQuotedFrom"},
}
LANGUAGES = {
    "english": "en",
    **dict.fromkeys(("indicator", "name", "official", "plan_title", "text", "title"), "zh"),
}


def table_queries() -> dict[str, SavedQuery]:
    """Return the queries of the tables by name, in the order of their names."""
    return {path.stem: load_query(path) for path in sorted((data_folder("queries") / "tables").glob("*.rq"))}


def table(asked: Asked, name: str) -> list[Row]:
    """Return the rows of a table by its name: column -> lexical form or full IRI, without what is not known.

    Raises what the graph raises when it cannot answer.
    """
    return rows(asked, load_query(data_folder("queries") / "tables" / f"{name}.rq").sparql)


def tables(asked: Asked) -> dict[str, bytes]:
    """Return every table of a graph as CSV (RFC 4180, UTF-8) by file name, and the metadata that ties them together.

    Raises what the graph raises when it cannot answer.
    """
    queries = table_queries()
    files = {f"{name}.csv": _csv(query, rows(asked, query.sparql)).encode() for name, query in queries.items()}
    group = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "tables": [_about(query) for query in queries.values()],
    }
    return files | {METADATA: (json.dumps(group, ensure_ascii=False, indent=2) + "\n").encode()}


def _csv(query: SavedQuery, answer: list[Row]) -> str:
    """Return rows as CSV, in the order of the columns; what is not known is an empty cell."""
    columns = tuple(query.columns)
    return as_csv(Result(columns, tuple(tuple(row.get(column) for column in columns) for row in answer)))


def _about(query: SavedQuery) -> dict[str, Any]:
    """Return what the metadata say of one table."""
    columns = list(query.columns)
    key = [KEYS[query.name]] if query.name in KEYS else columns
    return {
        "url": f"{query.name}.csv",
        "dc:title": _said(query.summary),
        "dc:description": _said(query.description),
        "tableSchema": {
            "aboutUrl": f"{{+{columns[0]}}}",
            "primaryKey": key[0] if len(key) == 1 else key,
            "foreignKeys": [
                {
                    "columnReference": column,
                    "reference": {"resource": f"{other}.csv", "columnReference": KEYS[other]},
                }
                for column in columns
                if (other := REFERENCES.get(column)) and column != KEYS.get(query.name)
            ],
            "columns": [_column(query, name, words, is_key=name in key) for name, words in query.columns.items()],
        },
    }


def _column(query: SavedQuery, name: str, words: Words, *, is_key: bool) -> dict[str, Any]:
    """Return what the metadata say of one column."""
    about: dict[str, Any] = {
        "name": name,
        "titles": {"und": name, "zh": words.zh, "en": words.en},  # the header of the file is the name
        "datatype": "anyURI" if name in IRIS else DATATYPES.get(name, "string"),
    }
    if name in LANGUAGES:
        about["lang"] = LANGUAGES[name]
    if is_key:
        about["required"] = True
    if name == next(iter(query.columns)):
        return about | {"suppressOutput": True}  # it is what the others speak of
    if property_ := PROPERTIES_OF.get(query.name, {}).get(name) or PROPERTIES.get(name):
        about["propertyUrl"] = term(property_).value
    if name in IRIS:
        about["valueUrl"] = f"{{+{name}}}"
    return about


def _said(words: Words) -> list[dict[str, str]]:
    """Return a sentence in both languages as values of JSON-LD."""
    return [{"@value": words.zh, "@language": "zh"}, {"@value": words.en, "@language": "en"}]
