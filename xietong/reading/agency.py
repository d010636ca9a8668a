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
TOWNSHIP_HEAD = re.compile(any_of(WORDS["townships"]))
TOWNSHIP_BODY = re.compile("(?:镇|乡|苏木|街道)(?:人民政府|政府|办事处|办)$")
BARE_ZONE = re.compile(rf"(?:{any_of(WORDS['zones'])})(?:管委会|管理委员会)?")
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
STATE_HEADS = ("部", "总局", "总署")
LAST_BRACKET, LATER_BRACKETS = re.compile(r"\([^()]*\)$"), re.compile(r"(?<!^.)\(.*\)")
NEVER_IN_NAME = re.compile(r"[《》“”:%\n]")
LEAGUE = re.compile("团(省|市|州|盟|县|区|旗)委")
POLICE_BRANCH = re.compile("公安(?P<area>[^\\W\\d_]{2,6})分局")
SUFFIXES = ("人民政府", "政府", "管委会", "管理委员会", "街道办事处", "办事处", "行政公署")
LONG_HEADS = {"委": "委员会", "办": "办公室"}
SHORT_HEADS = {long: short for short, long in LONG_HEADS.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Home:
    """From where a notice speaks: its place, or the state as a whole.

    Compared and hashed by identity, as it is part of the keys of many caches; :func:`home_of` gives the same one for
    the same place.
    """

    place: Place | None = None
    central: bool = False
    zone: str | None = None  # the functional zone whose committee speaks, as it calls itself: 甲市高新区


@lru_cache(maxsize=1024)
def home_of(place: Place | None = None, *, central: bool = False, zone: str | None = None) -> Home:
    """Return from where a notice of a place, of the state or of a zone speaks."""
    return Home(place, central=central, zone=zone)


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
    bare = LAST_BRACKET.sub("", name)
    return (
        2 <= len(bare) <= 40
        and bool(STRONG.search(bare))
        and not NOT_A_NAME.match(name)
        and not FURNITURE.fullmatch(bare)
    )


@lru_cache(maxsize=8192)
def is_name(name: str, home: Home, knowledge: Knowledge) -> bool:
    """Tell whether a segment of a list of bodies names one: a head, a place, a collective."""
    bare = LAST_BRACKET.sub("", name)
    if not 2 <= len(bare) <= 40 or bare in WORDS["no_bodies"] or NOT_A_NAME.match(name) or NEVER_IN_NAME.search(bare):
        return False
    return (
        bool(ANY_HEAD.search(bare))
        or is_collective(name)
        or name in knowledge.central
        or is_place_name(name, home, knowledge)
    )


@lru_cache(maxsize=8192)
def is_surely_body(name: str, home: Home, knowledge: Knowledge) -> bool:
    """Tell whether a name by itself, outside a list of bodies, would be one: by its head, place or identity."""
    division = gazetteer(knowledge).resolve(name, home.place, short=False) is not None
    bank = name.startswith(tuple(WORDS["expansions"]))
    return division or bank or is_strong(name) or is_collective(name) or name in knowledge.central


def is_collective(name: str) -> bool:
    """Tell whether a name stands for many bodies: 各县(市、区)政府, 市直有关单位."""
    return bool(COLLECTIVE.search(LATER_BRACKETS.sub("", name) or name)) or bool(
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


@lru_cache(maxsize=1024)
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
    found = gazetteer(knowledge).at_start(name, home.place, short=not knows_function)
    if found and not TOWNSHIP_HEAD.match(name[found[1] :]):  # 雁峰街道 is no part of the name 雁峰区
        return found[0], name[: found[1]], name[found[1] :]
    return None, "", name


@lru_cache(maxsize=8192)
def body(name: str, home: Home, knowledge: Knowledge, *, suffix: str = "", near: Place | None = None) -> Body:
    """Identify a body by its surface form in a notice of ``home``.

    ``name`` counts in clean text (half-width brackets). ``suffix`` is a head that the list shares
    (政府, 管委会, 局) and that the name itself lacks; ``near`` the place of the level word of the name before,
    by which a missing level is restored.
    """
    name = "".join(name.split())
    words = (name + suffix).removeprefix("中共")
    if (state := _of_state(words, home, knowledge)) is not None:
        return state
    if (branch := POLICE_BRANCH.fullmatch(words)) and level_place("市", home, knowledge):  # 公安秦淮分局
        words = f"市公安局{branch['area']}分局"
    for short, full in WORDS["expansions"].items():
        words = full + words.removeprefix(short) if words.startswith(short) else words
    if (league := LEAGUE.fullmatch(words)) and (area := level_place(league[1], home, knowledge)):
        return _plain(f"共青团{area.name}委", knowledge, area)
    if home.zone is not None and (own := _of_zone(words, home.zone)) is not None:
        return _plain(own, knowledge, home.place)
    place, stated, rest = split_level(words, home, knowledge)
    if is_collective(name):
        if home.zone is not None and place is None:  # 各新城管委会 of a zone
            return Body(name=home.zone + words, key=_key(home.zone + words), label=home.zone + words, collective=True)
        return _collective(words, place or home.place, rest)
    if NATIONAL.match(words) or (home.central and place is None):
        return _plain(words, knowledge)
    if place is None:
        return _unplaced(words, near or home.place, home, knowledge)
    if ZONE.search(rest) and not ANY_HEAD.search(rest):
        return _plain(words + "管委会", knowledge, place)
    return _named(place, stated, rest or "人民政府", knowledge)


def _of_zone(words: str, zone: str) -> str | None:
    """Return the name of a body of a zone in a notice of its committee: 区财政局 and 财政局 are 甲市高新区财政局.

    What states another level (市财政局), stands for many or is a township keeps its own name.
    """
    own = words.removeprefix("区")
    if words.endswith("海关"):  # of a port, not of the zone
        return None
    if is_collective(words) or TOWNSHIP.match(words) or TOWNSHIP_BODY.search(words) or NATIONAL.match(words):
        return None
    level = LEVEL_WORD.match(own)
    if (
        (own == words and level and not NOT_A_LEVEL.match(words))
        or not STRONG.search(own)
        or own.startswith(zone[:2])
        or zone in own
    ):
        return None
    return zone + own


def _of_state(words: str, home: Home, knowledge: Knowledge) -> Body | None:
    """Return a central body, if the words name one here.

    In a notice of the state 发展改革委 is 国家发展改革委; in one of a city it is the city's own, while 财政部 and
    税务总局 can only be the state's.
    """
    state = knowledge.central.get(words)
    of_state_only = NATIONAL.match(words) or (words.endswith(STATE_HEADS) and not PARTY_DEPARTMENT.match(words))
    if state is None or not (home.central or of_state_only):
        return None
    name = words if words.endswith("公司") else state.name  # a company is called as written
    return Body(name=name, key=_key(state.name), label=state.name, official=state.official, function=state.function)


def _unplaced(words: str, place: Place | None, home: Home, knowledge: Knowledge) -> Body:
    """Name a body without a stated level or place; ``place`` is where its neighbours are, or the notice itself."""
    if TOWNSHIP.match(words) or TOWNSHIP_BODY.search(words):
        return _local(words, home, gazetteer(knowledge))
    if BARE_ZONE.fullmatch(words) and home.place is not None:  # 高新区管委会 -> 肇庆高新区管委会
        words = (home.place.shorts or (home.place.name,))[0] + words.removesuffix("管委会") + "管委会"
        return _plain(words, knowledge, home.place)
    if ZONE.search(words):
        return _plain(words + "管委会", knowledge)
    of_zone = words.endswith("会") and ZONE.search(re.sub("(?:管委会|管理委员会)$", "", words))
    if words.endswith(("管委会", "管理委员会", "公司")):  # 宁东管委会: a zone that its name does not call one
        return _plain(words, knowledge)
    own = place is not None and any(short in words[1:] for short in place.shorts)  # 中新天津生态城管委会
    if of_zone or own or place is None or not STRONG.search(LAST_BRACKET.sub("", words)):
        return _plain(words, knowledge)
    return _named(place, "", words, knowledge)


def _named(place: Place, stated: str, rest: str, knowledge: Knowledge) -> Body:
    """Name a body of a place; ``stated`` are the words that name the place, ``rest`` function and head."""
    before, organ, rest = _organ(stated, re.sub("^政府", "人民政府", rest))  # 市政府办公室 -> …人民政府办公室
    canonical, function = _function(rest, knowledge)
    short = stated and not LEVEL_WORD.fullmatch(stated) and not stated.endswith(place.name)
    if short and not organ and not rest.startswith("人民政府"):  # 肇庆海关: the short name belongs to the body's own
        name = stated + rest
        return Body(name=name, key=_key(name), label=name, place=place.code, function=function)
    wording, head = ("", "") if before else _wording(rest, knowledge)
    official = knowledge.functions[wording].official + LONG_HEADS.get(head, head) if wording else None
    areas = gazetteer(knowledge).chain(place)
    chain = "".join(area.name for area in areas if area is place or _tells_apart(area, place))
    own = stated if stated.endswith(place.name) else place.name  # 成都市青羊区… keeps its city
    return Body(
        name=before + own + organ + rest,
        key=_key(before + chain + organ + canonical),
        label=before + place.name + organ + canonical,
        official=place.name + official if official else None,
        place=place.code,
        function=function,
    )


def _organ(stated: str, rest: str) -> tuple[str, str, str]:
    """Return what stands before the place, what right behind it, and the rest.

    市委组织部 -> (中共, 委, 组织部), also where a list leaves out 市委; 团市委 is 共青团 of the place.
    """
    if PARTY_DEPARTMENT.match(rest):
        return "中共", "委", rest
    if stated.endswith(tuple("省市县区州盟旗")) and (party := re.match("党?委(?!员会)", rest)):
        return "中共", party.group(), rest[party.end() :]
    return "", "", rest


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
        official = function.official if STRONG.search(function.official) else whole
        return max(whole, official, key=len), function.id
    wording, head = _wording(rest, knowledge)
    if not wording:
        committee = knowledge.functions.get("管委会") if rest.endswith(("管委会", "管理委员会")) else None
        return rest, committee.id if committee else None
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


def _plain(words: str, knowledge: Knowledge, place: Place | None = None) -> Body:
    """Keep a name as it is; its function is known by its end (…管委会) or its beginning (中国人民银行…)."""
    parts = [*(words[cut:] for cut in range(len(words) - 2)), *(words[:cut] for cut in range(len(words), 2, -1))]
    function = next((knowledge.functions[part].id for part in parts if part in knowledge.functions), None)
    label = re.sub("管理委员会$", "管委会", words)
    return Body(
        name=words,
        key=_key(label),
        label=label,
        place=place.code if place else None,
        function=function,
        collective=is_collective(words),
    )


def _local(words: str, home: Home, tables: Gazetteer) -> Body:
    """Name the government of a township; the chain of the notice's place makes it unique."""
    words = re.sub(r"(?<!人民)政府$", "人民政府", words)
    words = re.sub("街道办$", "街道办事处", words)
    if TOWNSHIP.match(words):  # a bare name: 金利镇 has a government, 睦岗街道 an office
        words += "办事处" if words.endswith("街道") else "人民政府"
    if home.place is None:
        return Body(name=words, key=_key(words), label=words)
    chain = "".join(area.name for area in tables.chain(home.place) if area.level != "province")
    return Body(name=words, key=_key(chain + words), label=words, place=home.place.code)


def _key(name: str) -> str:
    """Return the form that becomes an IRI: NFKC, without white space."""
    return "".join(unicodedata.normalize("NFKC", name).split())
