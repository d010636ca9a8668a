"""Who answers how: the words of a statement of responsibility -> parts in a task.

A statement is what a bracket, a labelled line or a sentence holds: names in a list, role words
after them or before a colon. ``A牵头,B、C按职责分工负责`` · ``责任单位:A、B等;各区政府`` · ``由A牵头,B配合``.
Where statements stand is the matter of :mod:`xietong.reading.layouts`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from xietong.lexicon import any_of, lexicon
from xietong.model import Body, Knowledge, Role
from xietong.reading import agency
from xietong.reading.agency import Home
from xietong.text import Span, Text, value

WORDS = lexicon("duty")
ADVERB = any_of(WORDS["adverbs"])
ADVERBS = re.compile(f"(?:{ADVERB})+$")
ADVERB_ENDS = tuple(WORDS["adverbs"])
TAIL = any_of(WORDS["tails"])
OPENER = re.compile(f"(?:{any_of(WORDS['openers'])}| )+")
# 等 · 等部门 · 等有关单位: the list is open. 高等院校, 中等学校 are no such ends.
OPEN_END = re.compile(
    r"(?<![高中初平同均])等(?:\d+个)?(?:[^、,;]{0,10}(?:部门|单位|机构|企业|方面|地区|地|县\(市、区\)|县区|区县|镇街))?(?:[^\W\d_]{0,4})$"
)
# 青海、新疆等省(自治区)人民政府: open, and the names before are governments
OF_A_LEVEL = re.compile(r"等(?:\d+个)?(?:省|市|州|盟|县|区|旗)(?:\([^()]*\))?(?:人民政府|政府)$")
CONNECTOR = re.compile("以及|和|及|与|暨|会同|/| +")
MOST_SHARING = 40  # names that one suffix may serve; a province has fewer cities, a city fewer counties
LONGEST = 3000  # characters; a list of bodies is shorter
MASK = "○"
LABEL_IN_BRACKETS = re.compile("[【〔](?P<label>[^【】〔〕]{0,6}(?:单位|部门))[】〕](?P<colon>:?)")
LABEL_BY_VERB = re.compile("(?:(?<=[。;,])|^)(?P<label>(?:责任|牵头|配合|主办|协办|承办)(?:单位|部门))为")
MAYBE_LABEL = re.compile(":|(?:单位|部门)[ 为]")  # without one of these there is no label
LONGEST_PAIR = 90  # characters of two names and what connects them
CLAUSE, SEGMENT, ENTRY = re.compile(r"[^;。\n]+"), re.compile("[^,\t]+"), re.compile("[^、]+")
STREET, OF_STREETS = re.compile("[^\\W\\d_]{2,3}[路街门桥巷村]"), "街道办事处"  # 光华路、大光路街道办事处
LEVELS_OF_PLACES = "市县区旗州盟"
SAME = re.compile("下同|同上|以下同")
ROLE_BEHIND = re.compile(r"\((牵头|主办|配合|协办|负责)(?:单位|部门)?\)$")
FUNCTION_HEAD = re.compile("(?:局|委|办|厅|部门)$")
BRACKET = re.compile(r"[(\[【〔)\]】〕]")
FIRST_LEADS = re.compile(WORDS["first_leads"])


@value()
class Named:
    """A name in a statement: where it stands, the body it means, its role."""

    span: Span
    as_written: str
    body: Body
    role: Role
    stated_role: bool  # by a role word or a label, not by default
    sure: bool  # the name by itself is that of a body of state


@value()
class Statement:
    """One place of the text that says who is responsible."""

    span: Span
    names: tuple[Named, ...]
    open: bool
    labelled: bool  # a role word or a label stands in it
    segments: int  # how many pieces the list has, names or not
    in_text: bool = False


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The patterns made of the vocabulary of roles."""

    label: re.Pattern[str]
    verb: re.Pattern[str]  # a role word; without one there is no phrase, and it is found much faster
    phrase: re.Pattern[str]
    ends: tuple[str, ...]  # the words that end such a phrase
    at_end: re.Pattern[str]  # one of them at the end of a sentence
    lead: re.Pattern[str]
    support: re.Pattern[str]


@value()
class Piece:
    """A stretch of a statement that should be one name, with its role."""

    span: Span
    role: Role
    stated: bool
    group: int  # names of one group share a suffix and a missing level


@lru_cache(maxsize=4)
def role_words(knowledge: Knowledge) -> RoleWords:
    """Return the patterns of labels and of role phrases (made once).

    A phrase is a run of role words with adverbs before and tails after: 牵头负责 leads, 配合落实 supports,
    按职责分工负责 is responsible. 实施 and its like give a role only after an adverb or at the end of a list.
    Runs are possessive and those before a word that must follow are short: time stays linear whatever the text repeats.
    """
    heads = any_of(WORDS["label_heads"])
    stems = {re.sub(f"(?:{heads})$", "", word) for word in knowledge.roles} - {""}
    verbs = sorted(stems - set(WORDS["only_labels"]) - set(WORDS["weak_verbs"]))
    by_role = {role: any_of([verb for verb in verbs if _role(verb, knowledge) is role]) for role in Role}
    roles = any_of(verbs).replace("协办", "(?<!政)协办(?!公)")  # 市政协办公室
    weak = any_of(WORDS["weak_verbs"])
    in_brackets = r"(?:\([^()]{0,20}\))?"
    labels = rf"(?:{any_of(sorted(stems))}){{1,3}}+{in_brackets}(?:{heads}){{0,2}}+{in_brackets}"
    being = rf"(?:均|同)?为(?:{roles}|{any_of(WORDS['only_labels'])})(?:{heads})"  # 市商务局为牵头单位
    phrases = (
        rf"(?:{ADVERB}){{0,4}}+(?:{roles})(?:{roles}|{ADVERB}|{TAIL})*+",
        rf"(?:{ADVERB}){{1,4}}+(?:{weak})(?:{TAIL})*+",
        rf"(?:{weak})(?:{TAIL}){{0,3}}+(?=[,;。)\]]|$)",
        being,
    )
    return RoleWords(
        label=re.compile(rf"(?:(?P<none>{any_of(WORDS['no_body_labels'])})|(?P<role>{labels}))(?: ?:|(?<=单位|部门) )"),
        verb=re.compile(any_of([*verbs, *WORDS["weak_verbs"], "为责任"])),
        phrase=re.compile("|".join(phrases)),
        ends=(*verbs, *WORDS["weak_verbs"], *WORDS["tails"], *WORDS["label_heads"]),
        at_end=re.compile(rf"(?:{roles}|{weak}|{TAIL}|{being})[。;]?$"),
        lead=re.compile(by_role[Role.LEAD]),
        support=re.compile(by_role[Role.SUPPORT]),
    )


def _role(word: str, knowledge: Knowledge) -> Role | None:
    """Return the role of a verb or of the label that it makes."""
    return knowledge.roles.get(word) or next(
        (knowledge.roles[word + head] for head in WORDS["label_heads"] if word + head in knowledge.roles), None
    )


def role_of_phrase(phrase: str, words: RoleWords) -> Role:
    """Return the role that a phrase gives; leading wins over supporting over being responsible."""
    return (
        Role.LEAD if words.lead.search(phrase) else Role.SUPPORT if words.support.search(phrase) else Role.RESPONSIBLE
    )


def open_labels(words: str) -> str:
    """Return words of the same length in which labels in brackets have the form of the others.

    >>> open_labels("【牵头单位】市发改委【时限】年底")
    ' 牵头单位:市发改委【时限】年底'
    """
    if LABEL_BY_VERB.search(words):  # 责任单位为县林业局
        words = LABEL_BY_VERB.sub(lambda label: f"{label['label']}:", words)
    return LABEL_IN_BRACKETS.sub(lambda label: f" {label['label']}:{' ' if label['colon'] else ''}", words)


def mask_nested(words: str) -> str:
    """Return ``words`` with all that stands in brackets masked, so that patterns see the top level only.

    >>> mask_nested("各县(市、区)政府、市财政局")
    '各县(○○○)政府、市财政局'
    """
    depth, pieces, start = 0, [], 0
    for bracket in BRACKET.finditer(words):
        opens = bracket.group() in "([【〔"
        if depth == 0 and opens:
            pieces.append(words[start : bracket.end()])
            start = bracket.end()
        elif depth == 1 and not opens:
            pieces.append(MASK * (bracket.start() - start))
            start = bracket.start()
        depth = max(0, depth + (1 if opens else -1))
    pieces.append(MASK * (len(words) - start) if depth else words[start:])
    return "".join(pieces)


def read_statement(text: Text, content: Span, span: Span, home: Home, knowledge: Knowledge) -> Statement:
    """Read the words of one statement: ``content`` without, ``span`` with its brackets or label."""
    words = text[content]
    masked = FIRST_LEADS.sub(lambda rule: MASK * len(rule.group()), mask_nested(open_labels(words)))
    patterns = role_words(knowledge)
    pieces = list(_pieces(masked, patterns))
    is_open = False
    named: list[tuple[Piece, Span, str]] = []
    segments = 0
    for piece in pieces:
        for part in _split_names(words, masked, piece, home, knowledge):
            stripped, opens = _strip(words, part)
            is_open = is_open or opens
            name = words[stripped.span.start : stripped.span.end]
            rule = masked.startswith(MASK, stripped.span.start)  # 列第一位的为牵头单位 is no name
            if name and not rule and not SAME.match(name):
                segments += 1
                named.append((stripped, stripped.span, name))
    names = tuple(_identify(named, content.start, home, knowledge))
    labelled = any(piece.stated for piece in pieces)
    return Statement(span, names, is_open, labelled, segments)


def _pieces(masked: str, patterns: RoleWords) -> Iterator[Piece]:
    """Yield the stretches of a statement between role words, labels and strong marks, with their roles."""
    labels = list(patterns.label.finditer(masked)) if MAYBE_LABEL.search(masked) else []
    ends = [label.start() for label in labels] + [len(masked)]
    parts: list[tuple[int, int, Role | None]] = [(0, ends[0], None)]
    parts += [
        (label.end(), end, role_of_phrase(label.group(), patterns))
        for label, end in zip(labels, ends[1:], strict=True)
        if not label.group("none")
    ]
    group = 0
    for start, end, given in parts:
        for clause in CLAUSE.finditer(masked[start:end]):
            waiting: list[Span] = []
            for segment in SEGMENT.finditer(clause.group()):
                at = start + clause.start() + segment.start()
                stop = at + len(segment.group())
                group += 1
                while patterns.verb.search(masked, at, stop) and (phrase := patterns.phrase.search(masked, at, stop)):
                    role = role_of_phrase(phrase.group(), patterns)
                    for piece in [*waiting, Span(at, phrase.start())]:
                        yield Piece(span=piece, role=role, stated=True, group=group)
                    waiting, at = [], phrase.end()
                    group += 1
                if masked[at:stop].strip():
                    waiting.append(Span(at, stop))
            for n, piece in enumerate(waiting):
                yield Piece(
                    span=piece, role=given or Role.RESPONSIBLE, stated=given is not None, group=group * 1000 + n
                )


def _split_names(words: str, masked: str, piece: Piece, home: Home, knowledge: Knowledge) -> Iterator[Piece]:
    """Split a stretch at 、 and at 和 where both sides are names; keep 各市、州人民政府 together."""
    parts = [
        Span(piece.span.start + part.start(), piece.span.start + part.end())
        for part in ENTRY.finditer(masked[piece.span.start : piece.span.end])
    ]
    merged: list[Span] = []
    for part in parts:
        before = words[merged[-1].start : merged[-1].end].strip() if merged else ""
        if "各" in before and agency.goes_on(before, OPEN_END.sub("", words[part.start : part.end].strip())):
            merged[-1] = Span(merged[-1].start, part.end)
        else:
            merged.append(part)
    for part in merged:
        for single in _split_connected(words, masked, part, home, knowledge):
            yield Piece(span=single, role=piece.role, stated=piece.stated, group=piece.group)


def _split_connected(words: str, masked: str, part: Span, home: Home, knowledge: Knowledge) -> Iterator[Span]:
    """Split 市委和市政府 but not 住房和城乡建设局: only where both sides are names by themselves."""
    short = part.end - part.start <= LONGEST_PAIR  # a longer one is no pair of names, and time stays linear
    for connector in CONNECTOR.finditer(masked, part.start + 1, part.end) if short else ():
        left, right = words[part.start : connector.start()], words[connector.end() : part.end]
        left, right = OPENER.sub("", left, count=1) if OPENER.match(left) else left, OPEN_END.sub("", right)
        left = OPEN_END.sub("", left)  # 市环保局等部门 和 各县政府
        if (
            agency.is_name(left, home, knowledge)
            and agency.is_name(right, home, knowledge)
            and not agency.goes_on(left, right)
        ):
            yield Span(part.start, connector.start())
            yield from _split_connected(words, masked, Span(connector.end(), part.end), home, knowledge)
            return
    yield part


def _strip(words: str, piece: Piece) -> tuple[Piece, bool]:
    """Take openers, adverbs, 等 and a role in brackets off a name; tell whether the list is open."""
    start, end = piece.span.start, piece.span.end
    if opener := OPENER.match(words, start, end):
        start = opener.end()
    while start < end and words[start] in " :、*★●▲\t":
        start += 1
    while end > start and words[end - 1] in " 、*★●▲.\t":
        end -= 1
    if words.endswith(ADVERB_ENDS, start, end) and (adverb := ADVERBS.search(words[start:end])):
        end = start + adverb.start()
    role, stated = piece.role, piece.stated
    if words.endswith(")", start, end) and (marked := ROLE_BEHIND.search(words[start:end])):
        role = (
            Role.LEAD
            if marked.group(1) in "牵头主办"
            else Role.SUPPORT
            if marked.group(1) in "配合协办"
            else Role.RESPONSIBLE
        )
        stated, end = True, start + marked.start()
    opens = (
        (OF_A_LEVEL.search(words[start:end]) or OPEN_END.search(words[start:end]))
        if words.find("等", start, end) >= 0
        else None
    )
    if opens:
        end = start + opens.start()
    return Piece(span=Span(start, end), role=role, stated=stated, group=piece.group), opens is not None


def _identify(named: list[tuple[Piece, Span, str]], offset: int, home: Home, knowledge: Knowledge) -> Iterator[Named]:
    """Yield the names that are bodies; a suffix or level that the list shares is restored."""
    near = None
    group = None
    for at, (piece, span, name) in enumerate(named):
        if piece.group != group:
            near, group = None, piece.group
        suffix, shared = _shared_suffix(named, at, home, knowledge)
        each = "各" if at and agency.OF_LEVELS.search(named[at - 1][2]) and agency.MORE_LEVELS.match(name) else ""
        if not (suffix or agency.is_name(name, home, knowledge)):
            continue
        identified = agency.body(
            each + (name.removesuffix(shared) if shared else name), home, knowledge, suffix=suffix or shared, near=near
        )
        as_written = name.removesuffix(shared) if shared else name
        word = agency.LEVEL_WORD.match(name)
        if word and not agency.NOT_A_LEVEL.match(name) and (place := agency.level_place(word.group(), home, knowledge)):
            near = place
        yield Named(
            Span(offset + span.start, offset + span.start + len(as_written)),
            as_written,
            identified,
            piece.role,
            piece.stated,
            agency.is_surely_body(name, home, knowledge) or bool(suffix),
        )


def _shared_suffix(named: list[tuple[Piece, Span, str]], at: int, home: Home, knowledge: Knowledge) -> tuple[str, str]:
    """Return the suffix that a name lacks, and the one that it shares with the bare names before it.

    高要区、广宁县、德庆县政府: 高要区 lacks 政府, 德庆县政府 shares it.
    """
    piece, _, name = named[at]
    what = _bare_kind(name, home, knowledge)
    if what:
        for later, _, other in named[at + 1 : at + 1 + MOST_SHARING]:
            if later.group != piece.group:
                break
            other_kind, suffix = _own_suffix(other, home, knowledge)
            if other_kind == what:
                return suffix, ""
            if _bare_kind(other, home, knowledge) != what:
                break
        return ("", "") if what == "function" else (_default_suffix(name), "")
    if not what and STREET.fullmatch(name) and not agency.ANY_HEAD.search(name):
        entries = (other for each, _, other in named[at + 1 : at + 1 + MOST_SHARING] if each.group == piece.group)
        whole = next((entry for entry in entries if not STREET.fullmatch(entry)), "")
        shares = whole.endswith(OF_STREETS) and STREET.fullmatch(whole.removesuffix(OF_STREETS))
        return (OF_STREETS, "") if shares else ("", "")
    what, suffix = _own_suffix(name, home, knowledge)
    before = named[at - 1][2] if at > 0 and named[at - 1][0].group == piece.group else ""
    listed = bool(what) and bool(before) and _bare_kind(before, home, knowledge) == what
    level = name.removesuffix(suffix)[-1:]
    if listed and what == "area" and level in LEVELS_OF_PLACES and before[-1] not in LEVELS_OF_PLACES:
        return "", level + suffix  # 黄冈、黄石市政府
    if listed or suffix == "政府":  # 端州区政府: the short form names the place, whether one stands before it or three
        return "", suffix
    if name.endswith(OF_STREETS) and STREET.fullmatch(before):
        return "", OF_STREETS
    return "", ""


@lru_cache(maxsize=8192)
def _bare_kind(name: str, home: Home, knowledge: Knowledge) -> str:
    """Return what a name without a head is: an area, a function of government, or nothing (empty)."""
    if agency.ANY_HEAD.search(name) or agency.is_collective(name):
        return ""
    if agency.is_place_name(name, home, knowledge):
        return "area"
    return "function" if agency.function_of_wording(name, home, knowledge) else ""


@lru_cache(maxsize=8192)
def _own_suffix(name: str, home: Home, knowledge: Knowledge) -> tuple[str, str]:
    """Return the kind of a name's stem and the suffix that it bears: 德庆县政府 -> (area, 政府)."""
    for suffix in agency.SUFFIXES:
        stem = name.removesuffix(suffix)
        if stem != name and stem and _bare_kind(stem, home, knowledge) == "area":
            return "area", suffix
    head = FUNCTION_HEAD.search(name)
    if head and agency.function_of_wording(name[: head.start()], home, knowledge):
        return "function", head.group()
    return "", ""


def _default_suffix(name: str) -> str:
    """Return what an area without a head means: a zone its committee, a division its government."""
    return "" if not agency.ZONE.search(name) else "管委会"
