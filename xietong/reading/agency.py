"""How bodies are named: a surface form and the notice's own place -> a Body.

A name is [place or level] + [function] + head: 市发展改革局, 广东省财政厅, 端州区政府, 发展改革委.
The level word stands for a place that the notice is about (市 in a notice of 肇庆市 is 肇庆市);
a missing one is restored; a body of the state keeps its own name. The guideline of the
annotation (Responsible bodies) is the source of the rules.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from xietong.lexicon import any_of, lexicon
from xietong.model import Body, Function, Knowledge, Place
from xietong.reading.place import Gazetteer, gazetteer

WORDS = lexicon("agency")
STRONG = re.compile(f"(?:{any_of(WORDS['strong'])})$")
ANY_HEAD = re.compile(f"(?:{any_of(WORDS['strong'] + WORDS['weak'])})$")
COLLECTIVE = re.compile(WORDS["collective"])
ZONE = re.compile(f"(?:{any_of(WORDS['zones'])})(?:\\([^()]*\\))?$")
TOWNSHIP = re.compile(f"[^各].*(?:{any_of(WORDS['townships'])})$")
NOT_A_LEVEL = re.compile(WORDS["not_a_level"])
NATIONAL = re.compile(WORDS["national"])
NOT_A_NAME = re.compile(WORDS["not_a_name"])
ANAPHORIC = re.compile(WORDS["anaphoric"])
LEVEL = any_of(WORDS["levels"])
# 各市 | 各县(市、区) | 各乡镇: the row of levels may go on after 、 or 和
OF_LEVELS = re.compile(rf"各(?:{LEVEL})(?:\([^()]*\))?(?:人民政府|政府|行政公署|行署)?$")
MORE_LEVELS = re.compile(rf"(?:{LEVEL})(?:\([^()]*\))?(?:人民政府|政府|行政公署|行署|管委会|街道办事处|办事处|办)?$")
LEVEL_WORD = re.compile("自治区|自治州|省|市|州|盟|县|区|旗")
FURNITURE = re.compile("(?:返回)?[顶底]部|全部|内部|外部|[东西南北中]部|局部|干部|.{0,4}俱乐部")
PARTY_DEPARTMENT = re.compile(
    "^(?:组织部|宣传部|统战部|社会工作部|社工部|政法委|政法委员会|农工办|农工部|直属机关工委|统一战线工作部)$"
)
ORGANS = re.compile("(?:委|办|局|厅|部|室|部门)$")  # 市政府各委、办、局
SUFFIXES = ("人民政府", "政府", "管委会", "管理委员会", "街道办事处", "办事处", "行政公署")
LONG_HEADS = {"委": "委员会", "办": "办公室"}
SHORT_HEADS = {long: short for short, long in LONG_HEADS.items()}


@dataclass(frozen=True, slots=True)
class Home:
    """From where a notice speaks: its place, or the state as a whole."""

    place: Place | None = None
    central: bool = False


@lru_cache(maxsize=8192)
def is_place_name(name: str, home: Home, knowledge: Knowledge) -> bool:
    """Tell whether a name without head is an area that has a government or a committee."""
    found = gazetteer(knowledge).at_start(name, home.place)
    return (found is not None and found[1] == len(name)) or bool(ZONE.search(name) or TOWNSHIP.match(name))


def is_strong(name: str) -> bool:
    """Tell whether a name by itself is a body of state, party or people's organisation.

    >>> is_strong("市发展改革局"), is_strong("肇庆学院"), is_strong("二期")
    (True, False, False)
    """
    bare = re.sub(r"\([^()]*\)$", "", name)
    return (
        2 <= len(bare) <= 40
        and bool(STRONG.search(bare))
        and not NOT_A_NAME.match(name)
        and not FURNITURE.fullmatch(bare)
    )


@lru_cache(maxsize=8192)
def is_name(name: str, home: Home, knowledge: Knowledge) -> bool:
    """Tell whether a segment of a list of bodies names one: a head, a place, a collective."""
    bare = re.sub(r"\([^()]*\)$", "", name)
    if not 2 <= len(bare) <= 40 or NOT_A_NAME.match(name) or re.search(r"[《》“”:%\n]", bare):
        return False
    return (
        bool(ANY_HEAD.search(bare))
        or is_collective(name)
        or name in knowledge.central
        or is_place_name(name, home, knowledge)
    )


def is_collective(name: str) -> bool:
    """Tell whether a name stands for many bodies: 各县(市、区)政府, 市直有关单位."""
    return bool(COLLECTIVE.search(re.sub(r"(?<!^.)\(.*\)", "", name) or name)) or bool(
        MORE_LEVELS.match(name) and name[0] in "县市区乡镇" and "(" in name
    )


def goes_on(name: str, following: str) -> bool:
    """Tell whether the next entry of a list belongs to a collective that a 、 cuts in two.

    各市、自治州人民政府 and 市政府各委、办、局 are one; 各盟行政公署、市人民政府 are two: the first has its own head.
    """
    first = name.split("、", maxsplit=1)[0]
    if OF_LEVELS.search(first) and not first.endswith(SUFFIXES):
        return bool(MORE_LEVELS.match(following))
    return "各" in first and bool(ORGANS.search(first)) and len(following) <= 2 and bool(ORGANS.search(following))


def level_place(word: str, home: Home, knowledge: Knowledge) -> Place | None:
    """Return the place that a level word means in a notice of ``home``.

    In a notice of 广宁县: 县 -> 广宁县, 市 -> 肇庆市, 省 -> 广东省. In one of 四会市 (a city of county
    rank), 市 is 四会市 itself.
    """
    if home.place is None:
        return None
    ranks = {place.level: place for place in gazetteer(knowledge).chain(home.place)}
    province, prefecture, county = ranks.get("province"), ranks.get("prefecture"), ranks.get("county")
    if word in ("省", "自治区"):
        return province
    if word in ("自治州", "州", "盟"):
        return prefecture if prefecture is not None and not prefecture.name.endswith("市") else None
    if word == "市":
        own = county if county is not None and county.name.endswith("市") else None
        city = own or prefecture or province
        return city if city is not None and city.name.endswith("市") else None
    if county is not None and county.name.endswith(word):
        return county
    return (
        province
        if word == "区" and county is None and province is not None and province.name.endswith("自治区")
        else None
    )


def split_level(name: str, home: Home, knowledge: Knowledge) -> tuple[Place | None, str, str]:
    """Split a name into the place it states, the stated words, and the rest.

    市发展改革局 -> (肇庆市, 市, 发展改革局); 端州区政府 -> (端州区, 端州区, 政府);
    交通运输局 -> (None, "", 交通运输局).
    A short name of a place (肇庆海关) counts as stated too.
    """
    if not NOT_A_LEVEL.match(name):
        word = LEVEL_WORD.match(name)
        if word and (place := level_place(word.group(), home, knowledge)) is not None:
            return place, word.group(), name[word.end() :]
    knows_function = bool(_wording(name, knowledge)[0])  # 公安局 is no body of 公安县
    if found := gazetteer(knowledge).at_start(name, home.place, short=not knows_function):
        return found[0], name[: found[1]], name[found[1] :]
    return None, "", name


@lru_cache(maxsize=8192)
def body(name: str, home: Home, knowledge: Knowledge, *, suffix: str = "", near: Place | None = None) -> Body:
    """Identify a body by its surface form in a notice of ``home``.

    ``name`` counts in clean text (half-width brackets). ``suffix`` is a head that the list shares
    (政府, 管委会, 局) and that the name itself lacks; ``near`` the place of the level word of the name before,
    by which a missing level is restored.
    """
    name = re.sub(r"\s", "", name)
    words = name + suffix
    tables = gazetteer(knowledge)
    if (state := knowledge.central.get(words)) is not None and (
        home.central
        or NATIONAL.match(words)
        or (words.endswith(("部", "总局", "总署")) and words not in ("宣传部", "组织部", "统战部"))
    ):
        return Body(
            name=state.name, key=_key(state.name), label=state.name, official=state.official, function=state.function
        )
    for short, full in WORDS["expansions"].items():
        if words.startswith(short):
            words = full + words.removeprefix(short)
    collective = is_collective(name)
    place, stated, rest = split_level(words, home, knowledge)
    if place is not None and stated == words:  # a bare place: its government
        rest = "人民政府"
    elif not rest and not suffix:
        rest = words
    if (collective and rest.startswith("各")) or (collective and not stated):
        return _collective(words, place if stated else home.place, rest)
    if collective and stated and place is not None:
        return _collective(words, place, rest)
    if NATIONAL.match(words) or (home.central and not stated):
        return _plain(words)
    if not stated:
        if TOWNSHIP.match(words) or re.search(r"(?:镇|乡|街道)(?:人民政府|政府|办事处)$", words):
            return _local(
                words
                + ("人民政府" if words.endswith(("镇", "乡", "苏木")) else "办事处" if words.endswith("街道") else ""),
                home,
                tables,
            )
        if re.fullmatch(rf"(?:{any_of(WORDS['zones'])})(?:管委会|管理委员会)?", words) and home.place is not None:
            short = home.place.shorts[0] if home.place.shorts else home.place.name
            words = short + words + ("" if words.endswith("会") else "管委会")
            return Body(name=words, key=_key(words), label=words, place=home.place.code)
        if ZONE.search(words):
            return _plain(words + "管委会")
        if ZONE.search(re.sub("(?:管委会|管理委员会)$", "", words)) and words.endswith("会"):
            return _plain(words)
        if not STRONG.search(re.sub(r"\([^()]*\)$", "", words)):
            return _plain(words)
        place, stated = near or home.place, ""
        if place is None:
            return _plain(words)
    assert place is not None  # noqa: S101 (a stated name has its place)
    if ZONE.search(rest) and not ANY_HEAD.search(rest):
        return Body(name=words + "管委会", key=_key(words + "管委会"), label=words + "管委会", place=place.code)
    return _named(place, stated, rest, tables, knowledge)


def _named(place: Place, stated: str, rest: str, tables: Gazetteer, knowledge: Knowledge) -> Body:
    """Name a body of a place; ``rest`` is its function and head."""
    party = (
        re.match(r"(委|党委)(?!员会)", rest) if stated.endswith(("省", "市", "县", "区", "州", "盟", "旗")) else None
    )
    rest = re.sub("^政府", "人民政府", rest)  # 市政府办公室 -> 肇庆市人民政府办公室
    if (
        stated
        and stated != place.name
        and not LEVEL_WORD.fullmatch(stated)
        and not stated.endswith(place.name)
        and not rest.startswith("人民政府")
        and not party
    ):
        full = stated + rest  # 肇庆海关: the short name is part of the body's own name
        return Body(name=full, key=_key(full), label=full, place=place.code, function=_function(rest, knowledge)[1])
    league = re.match(r"^团(委)", rest)
    if PARTY_DEPARTMENT.match(rest) and not party:
        rest = "委" + rest
        party = re.match("委", rest)
    prefix = "中共" if party else "共青团" if league else ""
    if league:
        rest = rest.removeprefix("团")
    canonical, function = _function(rest.removeprefix(party.group()) if party else rest, knowledge)
    if party:
        canonical = party.group() + canonical
    chain = "".join(area.name for area in tables.chain(place) if area is place or _tells_apart(area, place))
    official = None
    if function is not None and _wording(rest, knowledge)[0] and not party and not league:
        known = knowledge.functions[_wording(rest, knowledge)[0]]
        head = _wording(rest, knowledge)[1]
        official = place.name + known.official + LONG_HEADS.get(head, head)
    name = stated if stated.endswith(place.name) else place.name  # 成都市青羊区… keeps its city
    return Body(
        name=prefix + name + rest,
        key=_key(prefix + chain + canonical),
        label=prefix + place.name + canonical,
        official=official,
        place=place.code,
        function=function,
    )


def _tells_apart(area: Place, place: Place) -> bool:
    """Tell whether a containing area belongs to the unique name of a place.

    A county is named with its city (肇庆市端州区), a city or a province by itself, a county right below
    a province with that (湖北省仙桃市).
    """
    return place.level == "county" and area.code == place.parent


def _function(rest: str, knowledge: Knowledge) -> tuple[str, str | None]:
    """Return the canonical form of function and head, and the function's id.

    发改局 -> (发展改革局, development-and-reform); 发展和改革委员会 -> (发展改革委, …); what the vocabulary does not
    know stays as it is.
    """
    whole = rest + "公室" if rest.endswith("政府办") else rest
    if (function := knowledge.functions.get(whole)) is not None:  # 府办, 人民政府办公厅: function and head in one word
        return max(whole, function.official, key=len), function.id
    wording, head = _wording(rest, knowledge)
    if not wording:
        return rest, None
    function = knowledge.functions[wording]
    return function.name + SHORT_HEADS.get(head, head), function.id


@lru_cache(maxsize=4096)
def _wording(rest: str, knowledge: Knowledge) -> tuple[str, str]:
    """Split function and head, where the wording of the function is known; else two empty strings."""
    for cut in range(len(rest) - 1, 0, -1):
        if rest[:cut] in knowledge.functions and (STRONG.fullmatch(rest[cut:]) or rest[cut:] == "部门"):
            return rest[:cut], rest[cut:]
    return "", ""


def function_of_wording(name: str, home: Home, knowledge: Knowledge) -> Function | None:
    """Return the function that a name without head words: 市发改 in 市发改、财政、住建局."""
    _, _, rest = split_level(name, home, knowledge)
    return knowledge.functions.get(rest)


def _collective(words: str, place: Place | None, rest: str) -> Body:
    """Name a body that stands for many: 各县(市、区)政府 -> 肇庆市各县(市、区)人民政府."""
    full = (place.name if place is not None else "") + (rest if place is not None else words)
    full = re.sub(r"(?<!人民)政府$", "人民政府", full)
    return Body(name=full, key=_key(full), label=full, place=place.code if place is not None else None, collective=True)


def _plain(words: str) -> Body:
    """Keep a name as it is."""
    return Body(name=words, key=_key(words), label=words, collective=is_collective(words))


def _local(words: str, home: Home, tables: Gazetteer) -> Body:
    """Name the government of a township; the chain of the notice's place makes it unique."""
    words = re.sub(r"(?<!人民)政府$", "人民政府", words)
    chain = (
        "".join(area.name for area in tables.chain(home.place) if area.level != "province")
        if home.place is not None
        else ""
    )
    return Body(
        name=words, key=_key(chain + words), label=words, place=home.place.code if home.place is not None else None
    )


def _key(name: str) -> str:
    """Return the form that becomes an IRI: NFKC, without white space."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name))
