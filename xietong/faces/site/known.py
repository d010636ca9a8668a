"""What the site knows of a graph: what is told of every thing, by thing, and all that the graph says of it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from xietong.faces.kinds import BODIES
from xietong.faces.panel import Fact, Thing, Told, iri_of, short_id, told
from xietong.graph.asked import Asked
from xietong.graph.dump import subjects, triples_of
from xietong.graph.terms import Names

PARTS_OF_SITE = ("ontology", "vocabulary")  # described on the page of the ontology


@dataclass(slots=True)
class Known:
    """A graph as its site shows it. Nobody changes it once it is made, so pages may be made beside each other."""

    asked: Asked
    store: ox.Store
    told: Told
    facts: dict[str, list[Fact]] = field(default_factory=dict)  # thing -> facts that it is an end of
    bodies: dict[str, list[Fact]] = field(default_factory=dict)  # task -> who answers for it
    by_name: dict[str, str] = field(default_factory=dict)  # name that one thing only has -> its id

    @property
    def names(self) -> Names:
        """The base and the prefixes of the graph's IRIs."""
        return self.asked.names

    def thing(self, id_: str) -> Thing:
        """Return a thing by its id; one of which nothing is told bears the end of its id as name."""
        return self.told.things.get(id_) or Thing(id=id_, kind="thing", name=id_.partition("/")[2] or id_)

    def iri(self, id_: str) -> ox.NamedNode:
        """Return the IRI of an id."""
        return ox.NamedNode(iri_of(id_, self.names))

    def says(self, id_: str) -> list[ox.Triple]:
        """Return what the graph says of a thing, none if it knows it not."""
        return triples_of(self.store, self.iri(id_))

    def said_of(self, id_: str) -> list[ox.Triple]:
        """Return the statements that lead to a thing from those that have pages."""
        found = {quad.triple for quad in self.store.quads_for_pattern(None, None, self.iri(id_), None)}
        own = (each for each in found if isinstance(each.subject, ox.NamedNode) and self.has_page(each.subject.value))
        return sorted(own, key=lambda each: (each.predicate.value, str(each.subject)))

    def has_page(self, iri: str) -> bool:
        """Tell whether an IRI is one of the graph's own things, which have pages."""
        id_ = short_id(iri, self.names)
        return id_ != iri and id_.replace("#", "/").partition("/")[0] not in PARTS_OF_SITE

    def ids(self) -> Iterator[str]:
        """Yield the ids of all things that have a page, in order; mentions stand on the page of their text."""
        for subject in subjects(self.store):
            if isinstance(subject, ox.NamedNode) and "#" not in subject.value and self.has_page(subject.value):
                yield short_id(subject.value, self.names)

    def notice_of(self, id_: str) -> str:
        """Return the id of the notice that a part belongs to, of a notice its own."""
        thing = self.told.things.get(id_)
        while thing is not None and thing.whole is not None and thing.kind != "notice":
            id_, thing = thing.whole, self.told.things.get(thing.whole)
        return id_


def known(asked: Asked, store: ox.Store) -> Known:
    """Return what the site of a graph knows; ``store`` holds the quads that ``asked`` answers from."""
    found = Known(asked, store, told(asked))
    facts: dict[str, list[Fact]] = defaultdict(list)
    bodies: dict[str, list[Fact]] = defaultdict(list)
    for fact in found.told.facts:
        facts[fact.one].append(fact)
        if fact.other != fact.one:
            facts[fact.other].append(fact)
        if found.thing(fact.other).kind in BODIES and found.thing(fact.one).kind == "task":
            bodies[fact.one].append(fact)
    found.facts, found.bodies = dict(facts), dict(bodies)
    having: dict[str, list[str]] = defaultdict(list)
    for thing in found.told.things.values():
        having[thing.name].append(thing.id)
    found.by_name = {name: ids[0] for name, ids in having.items() if len(ids) == 1}
    return found
