"""The graph room: knows RDF, knows no Chinese."""
