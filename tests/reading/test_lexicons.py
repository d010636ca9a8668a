"""A lexicon says something true of the genre: no line is the name of a project, programme or body of one notice."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from xietong.resources import data_folder

GOLD = sorted((Path(__file__).parents[1] / "gold").glob("*.yaml"))
LEXICONS = sorted(data_folder("lexicon").glob("*.toml"))
# what every notice may name, and so none in particular: organisations of the world, regions and waters of the country
EVERYONES = ("international", "known_regions")
KINDS = ("projects", "programmes", "organisations", "policies")


def words(value: object) -> Iterator[str]:
    """Yield the words of a lexicon, at whatever depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words(inner)


def names() -> set[str]:
    """Return the proper names of all gold files."""
    found = set()
    for path in GOLD:
        for task in yaml.safe_load(path.read_text(encoding="utf-8"))["tasks"]:
            for kind in KINDS:
                found |= {entry if isinstance(entry, str) else entry["name"] for entry in task.get(kind) or ()}
    return {name for name in found if len(name) >= 3}


@pytest.mark.parametrize("path", LEXICONS, ids=lambda path: path.stem)
def test_no_lexicon_knows_a_name_of_a_notice(path: Path) -> None:
    groups = tomllib.loads(path.read_text(encoding="utf-8"))
    lexicon = set(words({name: group for name, group in groups.items() if name not in EVERYONES}))
    assert lexicon & names() == set()
