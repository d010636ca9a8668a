"""``xietong serve``: the pages of a graph and a SPARQL endpoint under one address, Oxigraph's own server behind it."""
