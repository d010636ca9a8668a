"""Organisations that the body of a task names and that do not answer for it: universities, companies, higher bodies.

The annotation guideline, section Named things: companies, universities, hospitals, institutes and bodies of a
higher level. A name is [place or stem] + head with a boundary before it; kinds of organisations (农村商业银行,
公立医院) have no name. An institute that is being built is a project and found there; schools are not looked for.
"""

import re
from functools import lru_cache

from xietong.lexicon import any_of, lexicon
from xietong.model import Knowledge
from xietong.reading.agency import Home
from xietong.reading.agency import body as identify
from xietong.reading.boundary import WITHIN_NAMES, Sentence, begin, is_bounded
from xietong.reading.found import Found
from xietong.reading.locating import place_at
from xietong.reading.modifier import is_counted, is_specific
from xietong.reading.naming import OWNER, VAGUE

WORDS = lexicon("organisation")
SHORT = 2  # characters that are a name before 集团, whatever they mean: 美的集团
LONGEST = 24  # characters before the head
HEAD = re.compile(
    any_of(
        [
            head
            for group in ("universities", "institutes", "companies", "institutions", "associations")
            for head in WORDS[group]
        ]
    )
)
NAMELESS = re.compile(f"(?:{WORDS['nameless']})$")
NOT_BEFORE = re.compile(WORDS["not_before"])
ONE_KIND = re.compile(any_of(WORDS["kinds"]))
KIND = re.compile(f"(?:{any_of(WORDS['kinds'])}|[和与及、的])*")
NUMBERED = re.compile("第[一二三四五六七八九十]{1,2}(?:人民|临床)?$")  # 市第一人民医院 is one of many, and has a name
INTERNATIONAL = re.compile(any_of(WORDS["international"]))
LEVEL_BODY = re.compile(f"(?:省|自治区|市|州)(?:[^\\W\\d_]{{2,8}}?)(?:{any_of(WORDS['bodies'])})(?![属管理制定事场])")
STATE_BODY = re.compile("(?:国家|国务院|中国|中央|全国)[^\\W\\d_]{1,12}|[^\\W\\d_]{2,5}部")
OF_STATE = re.compile("[国部]|中央")  # without one of these there is no body of the state
FOLLOWED = any_of(WORDS["followed"])
MEMBER = r"[^\W\d_与和同及的等在]{2,12}?"
LISTED = re.compile(  # 支持甲乙半导体、丙丁石化牵头组建… · 与甲乙、丙丁集团合作
    rf"(?P<verb>{any_of(WORDS['governing'])})(?P<list>{MEMBER}(?:[、和及]{MEMBER}){{0,9}})"
    rf"(?=(?P<frame>{WORDS['of_organisations']})|(?P<behind>{FOLLOWED})|[,;。]|$)"
)
MAY_LIST = re.compile(f"(?:{any_of(WORDS['governing'])})[^,;。]{{1,60}}?(?:等|合作|{any_of(WORDS['trades'])})")
JOINED = re.compile("[^、和及]+")
TRADE = re.compile(f"(?:{any_of(WORDS['trades'])})$")
LEVELS = {"province": 0, "prefecture": 1, "county": 2}


def organisations(body: list[Sentence], home: Home, knowledge: Knowledge) -> list[Found]:
    """Return the named organisations in the sentences of a body, at every mention."""
    found = []
    for sentence in body:
        named = [*_shaped(sentence, home, knowledge), *_higher(sentence.masked, home, knowledge)]
        if MAY_LIST.search(sentence.masked):
            named += _listed(sentence.masked, named, home, knowledge)
        found += [Found(sentence.span(start, end), name) for start, end, name in named]
    return found


def _shaped(sentence: Sentence, home: Home, knowledge: Knowledge) -> list[tuple[int, int, str]]:
    """Return what is named by its head, of names that overlap the longest: start, end, name."""
    words, hidden = sentence.words, sentence.masked
    found: list[tuple[int, int, str]] = []
    for head in HEAD.finditer(hidden):
        if NOT_BEFORE.match(hidden, head.end()):
            continue
        start = begin(hidden, head.start(), LONGEST, home, knowledge, WITHIN_NAMES)
        modifier = words[start : head.start()]
        if not _is_name(modifier, head.group()):
            continue
        while found and found[-1][0] >= start:
            found.pop()
        found.append((start, head.end(), words[start : head.end()]))
    found += [(*match.span(), match.group()) for match in INTERNATIONAL.finditer(hidden)]
    return found


@lru_cache(maxsize=4096)
def _is_name(modifier: str, head: str) -> bool:
    """Tell whether what stands before a head makes it a name.

    >>> _is_name("南湖", "银行"), _is_name("农村商业", "银行"), _is_name("市人民", "医院")
    (True, False, False)
    """
    if head == "医院" and NUMBERED.search(modifier):
        return True
    if len(modifier) < 2 or VAGUE.match(modifier) or is_counted(modifier) or NAMELESS.search(modifier):
        return False
    owner = OWNER.match(modifier)
    own = modifier[owner.end() :] if owner else modifier
    if owner and owner.group() == "国家" and head in WORDS["companies"]:  # 国家开发银行
        return len(own) > 1
    if KIND.fullmatch(own):
        return False
    if head == "大学" or own.endswith("局") or (head == "集团" and len(own) == SHORT):
        return True
    return is_specific(ONE_KIND.sub("", own))


def _listed(
    hidden: str, named: list[tuple[int, int, str]], home: Home, knowledge: Knowledge
) -> list[tuple[int, int, str]]:
    """Return the firms that a list names by stem and trade, or that it says are firms: 甲乙乳业; 甲乙等龙头企业.

    With a named organisation beside them in 与…合作, all members of the list are organisations.
    """
    found: list[tuple[int, int, str]] = []
    for match in LISTED.finditer(hidden):
        start = match.start("list")
        members = [(start + each.start(), start + each.end(), each.group()) for each in JOINED.finditer(match["list"])]
        stretches = {(first, last) for first, last, _ in members}
        beside = any((first, last) in stretches for first, last, _ in named)
        together = (
            match["behind"] in ("合作", "战略合作", "共建", "签约", "对接") and match["verb"] in ("与", "同") and beside
        )
        for first, last, name in members:
            free = not any(begin < last and first < end for begin, end, _ in named)
            if free and _is_firm(name, home, knowledge, told=together or match["frame"] is not None):
                found.append((first, last, name))
    return found


def _is_firm(name: str, home: Home, knowledge: Knowledge, *, told: bool) -> bool:
    """Tell whether a member of a list is a firm: by its trade, or where the list tells (``told``) by any name."""
    if is_counted(name) or VAGUE.match(name) or KIND.fullmatch(name):
        return False
    division = place_at(name, 0, home, knowledge)
    if division is not None and division[1] == len(name):
        return False
    heads = [head for head in HEAD.finditer(name) if head.end() == len(name)]
    if heads:
        return _is_name(name[: heads[0].start()], heads[0].group())
    trade = TRADE.search(name)
    stem = name[: trade.start()] if trade else name
    return (trade is not None or told) and 2 <= len(stem) <= 8 and is_specific(stem)


def _higher(hidden: str, home: Home, knowledge: Knowledge) -> list[tuple[int, int, str]]:
    """Return the bodies of a level above the notice's own: 省发展改革委 in one of a city, 商务部 in all."""
    found: list[tuple[int, int, str]] = []
    if home.place is None:
        return found
    for match in STATE_BODY.finditer(hidden) if OF_STATE.search(hidden) else ():
        for length in range(len(match.group()), 2, -1):
            state = knowledge.central.get(match.group()[:length])
            if state is not None and is_bounded(hidden, match.start()):
                found.append((match.start(), match.start() + length, state.name))
                break
    for match in LEVEL_BODY.finditer(hidden):
        named = identify(match.group(), home, knowledge)
        place = knowledge.places.get(named.place or "")
        if (
            named.function
            and place
            and LEVELS[place.level] < LEVELS[home.place.level]
            and is_bounded(hidden, match.start())
        ):
            found.append((match.start(), match.end(), named.name))
    return found
