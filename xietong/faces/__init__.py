"""The faces of the graph: what a person looks at. They know the Dataset, not how it came about."""
