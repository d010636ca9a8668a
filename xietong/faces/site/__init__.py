"""The web site of a graph: a page for every thing, the notice with its mentions, the questions, the ontology."""
