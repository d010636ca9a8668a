"""Build the graph of the notices in ``sources/``: the same as ``xietong build``."""

from xietong.cli import build

if __name__ == "__main__":
    build()
