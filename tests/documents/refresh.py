"""Write into the documents what their commands print now, and the scores of now: after a change of rules or questions.

    python -m tests.documents.refresh [DOCUMENT]...      # all documents if none is named

A block that says what is printed is only touched where it is no longer true. Around a line … as many lines are kept as
stood there; two such lines in one block are left to a person. Look at the difference before you keep it.
"""

import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

from tests.documents.clone import warmed
from tests.documents.markdown import ROOT, Document, documents, in_both_languages
from tests.documents.running import Ran, fits, lines, run
from tests.documents.test_scores import KINDS, NONE, numbers, scores, set_of, tables_of_scores
from xietong.graph.terms import Names
from xietong.pipeline import build, default_sources

tell = print  # to the person at the terminal


def main(names: list[str]) -> None:
    """Refresh the documents of the names, or all, in both languages."""
    chosen = [each for each in documents() if not names or str(each) in names]
    pairs = {str(pair[0]): pair for pair in map(in_both_languages, chosen)}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        build(default_sources(), folder / "built", Names(), "zh")
        with warmed(folder) as program, ThreadPoolExecutor(2) as pool:

            def whole(number: int, pair: list[Document]) -> Ran:
                (folder / str(number)).mkdir()
                return run(pair, folder / str(number), program, folder / "built")

            for pair, ran in zip(pairs.values(), pool.map(whole, range(len(pairs)), pairs.values()), strict=True):
                for document in pair:
                    refresh(document, ran)


def refresh(document: Document, ran: Ran) -> None:
    """Rewrite a document where it is no longer true; say what was done and what is left."""
    text = document.path.read_text(encoding="utf-8")
    new = text
    for block, said in pairwise(document.blocks):
        if said.printed and block.place in ran.printed and not fits(said.content, ran.printed[block.place]):
            shortened = like(said.content, ran.printed[block.place])
            if shortened is None or new.count(fence(said.content)) != 1:
                tell(f"{said.place}: left to you")
            else:
                new = new.replace(fence(said.content), fence(shortened))
                tell(f"{said.place}: rewritten")
    for old, line in rows(document):
        new = new.replace(old, line)
    for name, pattern, now in numbers():
        if name == str(document) and (found := re.search(pattern, new)):
            new = new.replace(found[0], counted(found, now))
    if ran.failed:
        tell(ran.failed)
    if new != text:
        document.path.write_text(new, encoding="utf-8")


def counted(found: re.Match[str], now: Sequence[int]) -> str:
    r"""Return a sentence with other numbers.

    >>> found = re.search(r"(\d+) and (\d+) more", "it has 8 and 11 more")
    >>> counted(found, [9, 7]) if found else None
    '9 and 7 more'
    """
    words, start = "", found.start()
    for group, number in enumerate(now, 1):
        words += found.string[start : found.start(group)] + str(number)
        start = found.end(group)
    return words + found.string[start : found.end()]


def fence(content: str) -> str:
    """Return a block of text as it stands in a document."""
    return f"```text\n{content}```"


def like(said: str, printed: str) -> str | None:
    r"""Return what is printed, shortened as what is said; None if that has several lines …

    >>> like("one\n…\nfour\n", "ten\ntwenty\nforty\n")
    'ten\n…\nforty\n'
    """
    old, new = lines(said), lines(printed)
    left = [number for number, line in enumerate(old) if line.strip() == "…"]
    if len(left) > 1:
        return None
    if left:
        before, after = left[0], len(old) - left[0] - 1
        new = [*new[:before], old[left[0]], *(new[-after:] if after else [])]
    return "".join(f"{line}\n" for line in new)


def rows(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the rows of tables of scores, with the scores of now."""
    for heading, *found in tables_of_scores(document):
        for label, *cells in found:
            now = [scores(set_of(column)).get(KINDS[label]) for column in heading[1:]]
            none = NONE[document.language == "zh"]
            new = [f"{each.f1:.3f}" if each and each.right + each.missed else none for each in now]
            yield f"| {' | '.join([label, *cells])} |", f"| {' | '.join([label, *new])} |"


if __name__ == "__main__":
    tell(f"{ROOT.name}: this takes a minute")
    main(sys.argv[1:])
