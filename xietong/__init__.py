"""Xietong 协同: a knowledge graph of government tasks, agencies and projects."""

__version__ = "0.1.0"
