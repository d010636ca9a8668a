"""The two authority files that name who and where: divisions of China, central bodies."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

VOCABULARY = Path(__file__).parents[1] / "ontology" / "vocabulary"
PLACE = "https://w3id.org/xietong/place/"
AGENCY = "https://w3id.org/xietong/agency/"
FUNCTION = "https://w3id.org/xietong/vocabulary/function/"

# What stands in places.ttl: code, name, code of what holds it, short forms.
DIVISIONS = [
    ("440000", "广东省", None, {"广东"}),
    ("110000", "北京市", None, {"北京"}),
    ("450000", "广西壮族自治区", None, {"广西"}),
    ("150000", "内蒙古自治区", None, {"内蒙古"}),
    ("650000", "新疆维吾尔自治区", None, {"新疆"}),
    ("710000", "台湾省", None, {"台湾"}),
    ("810000", "香港特别行政区", None, {"香港"}),
    ("820000", "澳门特别行政区", None, {"澳门"}),
    ("441200", "肇庆市", "440000", {"肇庆"}),
    ("420600", "襄阳市", "420000", {"襄阳"}),
    ("220200", "吉林市", "220000", set()),  # 吉林 alone is the province
    ("513400", "凉山彝族自治州", "510000", {"凉山", "凉山州"}),
    ("433100", "湘西土家族苗族自治州", "430000", {"湘西", "湘西州"}),
    ("652800", "巴音郭楞蒙古自治州", "650000", {"巴音郭楞", "巴音郭楞州", "巴州"}),
    ("632500", "海南藏族自治州", "630000", {"海南州"}),
    ("152500", "锡林郭勒盟", "150000", {"锡林郭勒"}),
    ("542500", "阿里地区", "540000", {"阿里"}),
    ("460400", "儋州市", "460000", {"儋州"}),
    ("441202", "端州区", "441200", {"端州"}),
    ("441204", "高要区", "441200", {"高要"}),
    ("441226", "德庆县", "441200", {"德庆"}),
    ("441284", "四会市", "441200", {"四会"}),
    ("510321", "荣县", "510300", set()),
    ("140303", "矿区", "140300", set()),
    ("310115", "浦东新区", "310000", {"浦东"}),
    ("441803", "清新区", "441800", {"清新"}),
    ("500157", "两江新区", "500000", {"两江"}),
    ("420106", "武昌区", "420100", {"武昌"}),
    ("140109", "万柏林区", "140100", {"万柏林"}),
    ("429021", "神农架林区", "420000", {"神农架"}),
    ("520203", "六枝特区", "520200", {"六枝"}),
    ("410304", "瀍河回族区", "410300", {"瀍河", "瀍河区"}),
    ("520526", "威宁彝族回族苗族自治县", "520500", {"威宁", "威宁县"}),
    ("622926", "东乡族自治县", "622900", {"东乡", "东乡县"}),
    ("622927", "积石山保安族东乡族撒拉族自治县", "622900", {"积石山", "积石山县"}),
    ("653131", "塔什库尔干塔吉克自治县", "653100", {"塔什库尔干", "塔什库尔干县"}),
    ("632324", "河南蒙古族自治县", "632300", {"河南县"}),  # 河南 alone is the province
    ("150724", "鄂温克族自治旗", "150700", {"鄂温克", "鄂温克旗"}),
    ("150621", "达拉特旗", "150600", {"达拉特"}),
    ("150521", "科尔沁左翼中旗", "150500", {"科左中旗"}),
    ("152921", "阿拉善左旗", "152900", set()),
    ("622901", "临夏市", "622900", set()),  # 临夏 is also 临夏县
    ("622921", "临夏县", "622900", set()),
    ("419001", "济源市", "410000", {"济源"}),
    ("429004", "仙桃市", "420000", {"仙桃"}),
    ("469023", "澄迈县", "460000", {"澄迈"}),
    ("500243", "彭水苗族土家族自治县", "500000", {"彭水", "彭水县"}),
    ("659001", "石河子市", "650000", {"石河子"}),
    ("340181", "巢湖市", "340100", {"巢湖"}),
    ("130502", "襄都区", "130500", {"襄都", "桥东区", "桥东"}),  # renamed under its code in 2020
    ("360402", "濂溪区", "360400", {"濂溪", "庐山区"}),  # 庐山 alone is 庐山市
    ("350404", "三元区", "350400", {"三元"}),  # 350403 until 2021, one place
    ("460302", "西沙区", "460300", {"西沙"}),
]

# What is no more: code, name, code of what held it, codes of what it has become.
ABOLISHED = [
    ("441283", "高要市", "441200", {"441204"}),
    ("110228", "密云县", "110000", {"110118"}),
    ("120223", "静海县", "120000", {"120118"}),
    ("120225", "蓟县", "120000", {"120119"}),
    ("371200", "莱芜市", "370000", {"370100"}),
    ("371202", "莱城区", "371200", {"370116"}),
    ("371203", "钢城区", "371200", {"370117"}),
    ("341400", "巢湖市", "340000", {"340100"}),
    ("340823", "枞阳县", "340800", {"340722"}),  # moved from 安庆 to 铜陵
    ("220381", "公主岭市", "220300", {"220184"}),
    ("310108", "闸北区", "310000", {"310106"}),
    ("330103", "下城区", "330100", {"330105"}),
    ("130103", "桥东区", "130100", {"130102", "130104"}),
    ("450127", "横县", "450100", {"450181"}),
    ("441421", "梅县", "441400", {"441403"}),
    ("440116", "萝岗区", "440100", {"440112"}),
    ("500105", "江北区", "500000", {"500157"}),
    ("542400", "那曲地区", "540000", {"540600"}),
    ("542421", "那曲县", "542400", {"540602"}),
    ("542422", "嘉黎县", "542400", {"540621"}),
    ("652201", "哈密市", "652200", {"650502"}),
    ("632123", "乐都县", "632100", {"630202"}),
    ("522401", "毕节市", "522400", {"520502"}),
    ("360721", "赣县", "360700", {"360704"}),
]

NO_PLACES = {
    "市辖区": "110100 310100 441201",
    "县": "110200 500200",
    "直辖县级行政区划": "419000 429000 469000 659000",
    "zones without a government of their own": "133100 320576 632857 232761 370171",
    "below 台湾, 香港 and 澳门": "710100 719001 810101 820001",
    "codes of one and the same place, left behind": "350403 469003 510180 320602",
    "sea and borders": "990000 999900",
    "gone before 2011: 怀柔县": "110227",
}

# Living divisions of county rank at the end of 2025, as the statistics of each province count them.
COUNTIES = {
    "北京市": 16, "天津市": 16, "河北省": 167, "山西省": 117, "内蒙古自治区": 103, "辽宁省": 100, "吉林省": 60,
    "黑龙江省": 121, "上海市": 16, "江苏省": 95, "浙江省": 90, "安徽省": 104, "福建省": 84, "江西省": 100,
    "山东省": 136, "河南省": 157, "湖北省": 103, "湖南省": 122, "广东省": 122, "广西壮族自治区": 111, "海南省": 25,
    "重庆市": 37, "四川省": 183, "贵州省": 88, "云南省": 129, "西藏自治区": 74, "陕西省": 107, "甘肃省": 86,
    "青海省": 44, "宁夏回族自治区": 22, "新疆维吾尔自治区": 110,
}  # fmt: skip

# What notices write, and the body that they mean.
BODIES = [
    ("发展改革委", "国家发展改革委"),
    ("国家发改委", "国家发展改革委"),
    ("国家发展和改革委员会", "国家发展改革委"),
    ("工业和信息化部", "工业和信息化部"),
    ("工信部", "工业和信息化部"),
    ("科学技术部", "科技部"),
    ("人力资源和社会保障部", "人力资源社会保障部"),
    ("人社部", "人力资源社会保障部"),
    ("住房城乡建设部", "住房城乡建设部"),
    ("住建部", "住房城乡建设部"),
    ("国资委", "国务院国资委"),
    ("税务总局", "国家税务总局"),
    ("市场监管总局", "国家市场监管总局"),
    ("体育总局", "国家体育总局"),
    ("金融监管总局", "国家金融监管总局"),
    ("证监会", "中国证监会"),
    ("央行", "中国人民银行"),
    ("人民银行", "中国人民银行"),
    ("能源局", "国家能源局"),
    ("国管局", "国管局"),
    ("国家林业和草原局", "国家林草局"),
    ("网信办", "中央网信办"),
    ("国家互联网信息办公室", "中央网信办"),
    ("中组部", "中央组织部"),
    ("国台办", "国务院台办"),
    ("全总", "全国总工会"),
    ("团中央", "共青团中央"),
    ("国开行", "国家开发银行"),
    ("农发行", "中国农业发展银行"),
    ("国家电网公司", "国家电网"),
    ("最高法", "最高人民法院"),
    ("环保部", "环境保护部"),
    ("国家卫计委", "国家卫生计生委"),
    ("安监总局", "国家安全监管总局"),
    ("食品药品监管总局", "国家食品药品监管总局"),
    ("国务院扶贫开发领导小组办公室", "国务院扶贫办"),
]

SUCCESSIONS = [
    ("卫生部", ["国家卫生计生委", "国家卫生健康委"]),
    ("环境保护部", ["生态环境部"]),
    ("中国银监会", ["中国银保监会", "国家金融监管总局"]),
    ("国务院扶贫办", ["国家乡村振兴局", "农业农村部"]),
    ("国家林业局", ["国家林草局"]),
]


@dataclass(slots=True)
class Entry:
    """What a file says of one thing: property's last word -> values, those of a language under its name."""

    said: dict[str, list[str]] = field(default_factory=dict)

    def all(self, name: str) -> list[str]:
        """Return all values of a property."""
        return self.said.get(name, [])

    def one(self, name: str) -> str:
        """Return the value of a property that has one."""
        [value] = self.all(name)
        return value

    def codes(self, name: str) -> set[str]:
        """Return the local names of the things that a property points to."""
        return {iri.rsplit("/", 1)[1] for iri in self.all(name)}


@cache
def entries(name: str) -> dict[str, Entry]:
    """Read a vocabulary: entry by IRI, in the order of the file."""
    found: dict[str, Entry] = {}
    for quad in ox.parse(path=str(VOCABULARY / name), format=ox.RdfFormat.TURTLE):
        assert isinstance(quad.subject, ox.NamedNode), "no blank nodes"
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        language = quad.object.language if isinstance(quad.object, ox.Literal) else None
        words = quad.predicate.value.replace("#", "/").rsplit("/", 1)[1] + (f"@{language}" if language else "")
        found.setdefault(quad.subject.value, Entry()).said.setdefault(words, []).append(quad.object.value)
    return found


@cache
def places() -> dict[str, Entry]:
    """Return the divisions by code."""
    both = entries("places.ttl").items()
    return {iri.removeprefix(PLACE): entry for iri, entry in both if entry.all("divisionCode")}


@cache
def bodies() -> dict[str, Entry]:
    """Return the central bodies by canonical name."""
    both = entries("central-bodies.ttl").items()
    return {iri.removeprefix(AGENCY): entry for iri, entry in both if iri.startswith(AGENCY)}


@cache
def living() -> dict[str, Entry]:
    """Return the divisions of today."""
    return {code: place for code, place in places().items() if not place.all("abolished")}


def forms(entry: Entry) -> list[str]:
    """Return what an entry is written as in Chinese."""
    return list(dict.fromkeys(form for name in ("label", "prefLabel", "altLabel") for form in entry.all(f"{name}@zh")))


@pytest.mark.parametrize(("code", "name", "above", "short"), DIVISIONS)
def test_division(code: str, name: str, above: str | None, short: set[str]) -> None:
    place = places()[code]
    assert place.one("prefLabel@zh") == name
    assert place.codes("isPartOf") == ({above} if above else set())
    assert set(place.all("altLabel@zh")) == short
    assert not place.all("abolished")


@pytest.mark.parametrize(("code", "name", "above", "after"), ABOLISHED)
def test_abolished(code: str, name: str, above: str, after: set[str]) -> None:
    place = places()[code]
    assert place.one("prefLabel@zh") == name
    assert place.codes("isPartOf") == {above}
    assert place.all("abolished") == ["true"]
    assert place.codes("isReplacedBy") == after


@pytest.mark.parametrize(("kind", "codes"), NO_PLACES.items())
def test_no_place(kind: str, codes: str) -> None:
    assert not places().keys() & set(codes.split()), kind


def test_zhaoqing_has_eight_divisions() -> None:
    names = [place.one("prefLabel@zh") for place in living().values() if place.codes("isPartOf") == {"441200"}]
    assert names == ["端州区", "鼎湖区", "高要区", "广宁县", "怀集县", "封开县", "德庆县", "四会市"]


def test_four_cities_without_counties() -> None:
    parents = {above for place in living().values() for above in place.codes("isPartOf")}
    without = {code for code, place in living().items() if place.one("placeLevel") == "prefecture"} - parents
    assert {places()[code].one("prefLabel@zh") for code in without} == {"东莞市", "中山市", "儋州市", "嘉峪关市"}


def test_as_many_as_the_country_has() -> None:
    levels = Counter(place.one("placeLevel") for place in living().values())
    assert levels == {"province": 34, "prefecture": 333, "county": 2845}
    inside = Counter(code[:2] + "0000" for code, place in living().items() if place.one("placeLevel") == "county")
    assert {places()[code].one("prefLabel@zh"): number for code, number in inside.items()} == COUNTIES


def test_letters_of_the_provinces() -> None:
    letters = {letter: code for code, place in places().items() for letter in place.all("hiddenLabel@zh")}
    expected = {"粤": "440000", "桂": "450000", "湘": "430000", "渝": "500000", "川": "510000", "蜀": "510000"}
    assert expected.items() <= letters.items()
    assert set(letters.values()) == {code for code, place in places().items() if place.one("placeLevel") == "province"}


def test_every_place_lies_in_a_province() -> None:
    for code, place in places().items():
        level = "province" if code[2:] == "0000" else "prefecture" if code[4:] == "00" else "county"
        assert place.one("notation") == place.one("divisionCode") == code
        assert place.one("placeLevel") == level
        assert place.codes("isPartOf") <= {code[:4] + "00", code[:2] + "0000"}
        assert len(place.codes("isPartOf")) == (level != "province")
        assert place.codes("isPartOf") <= places().keys()
        assert level != "prefecture" or place.codes("isPartOf") == {code[:2] + "0000"}
    assert not {above for place in living().values() for above in place.codes("isPartOf")} - living().keys()


def test_what_is_abolished_lives_on_and_nothing_else_is_replaced() -> None:
    for code, place in places().items():
        assert bool(place.all("abolished")) == bool(place.codes("isReplacedBy")), code
        assert place.codes("isReplacedBy") <= living().keys(), code
        assert {places()[new].one("placeLevel") for new in place.codes("isReplacedBy")} <= {place.one("placeLevel")}


def test_a_form_has_one_bearer_within_a_parent() -> None:
    bearers: dict[tuple[str, str], list[str]] = {}
    for code, place in places().items():
        for form in forms(place):
            bearers.setdefault((min(place.codes("isPartOf"), default=""), form), []).append(code)
    shared = {form: codes for (_, form), codes in bearers.items() if len(codes) > 1}
    assert shared.keys() == {"沙县", "梅县", "赣县"}, "the old name of a county is the short form of the district"
    for codes in shared.values():
        [old] = [code for code in codes if places()[code].all("abolished")]
        assert places()[old].codes("isReplacedBy") == set(codes) - {old}


def test_a_full_name_has_one_living_bearer_within_a_province() -> None:
    names = Counter(
        (code[:2], place.one("prefLabel@zh"))
        for code, place in living().items()
        if place.one("placeLevel") != "province" and not place.one("prefLabel@zh").endswith("区")
    )
    assert [name for name, number in names.items() if number > 1] == []


def test_short_forms_are_no_letters_and_no_provinces() -> None:
    provinces = {form for place in places().values() if not place.codes("isPartOf") for form in forms(place)}
    for place in places().values():
        assert all(len(form) > 1 for form in place.all("altLabel@zh"))
        assert not place.codes("isPartOf") or not provinces & set(place.all("altLabel@zh"))
        assert place.one("prefLabel@zh") not in place.all("altLabel@zh")


def test_points_lie_in_china() -> None:
    points = {iri: entry for iri, entry in entries("places.ttl").items() if iri.endswith("/geometry")}
    assert len(points) > 3000
    for iri, point in points.items():
        code = iri.removeprefix(PLACE).removesuffix("/geometry")
        assert entries("places.ttl")[PLACE + code].all("hasGeometry") == [iri]
        east, north = map(float, point.one("asWKT").removeprefix("POINT(").removesuffix(")").split())
        assert 73 < east < 136, code
        assert 15 < north < 54, code


def test_places_are_sorted_by_code() -> None:
    assert list(places()) == sorted(places())


@pytest.mark.parametrize(("written", "name"), BODIES)
def test_body(written: str, name: str) -> None:
    assert [key for key, body in bodies().items() if written in forms(body)] == [name]


@pytest.mark.parametrize(("name", "line"), SUCCESSIONS)
def test_succession(name: str, line: list[str]) -> None:
    for after in line:
        assert bodies()[name].codes("isReplacedBy") == {after}
        name = after
    assert not bodies()[name].codes("isReplacedBy")


def test_a_written_form_names_one_body() -> None:
    written = Counter(form for body in bodies().values() for form in forms(body))
    assert [form for form, number in written.items() if number > 1] == []
    assert len(bodies()) > 150


def test_bodies_are_labelled_in_both_languages() -> None:
    functions = {iri for iri in entries("functions.ttl") if iri.startswith(FUNCTION)}
    for name, body in bodies().items():
        assert body.one("label@zh") == name
        assert body.one("prefLabel@zh")
        assert body.one("prefLabel@en")
        assert not {body.one("label@zh"), body.one("prefLabel@zh")} & set(body.all("altLabel@zh")), name
        assert body.codes("isReplacedBy") <= bodies().keys() - {name}
        assert set(body.all("function")) <= functions
        assert len(body.all("function")) <= 1


def test_canonical_names_keep_the_prefix_of_the_full_name() -> None:
    for name, body in bodies().items():
        for prefix in ("国务院", "国家"):
            full = body.one("prefLabel@zh").removeprefix("中国")
            if full.startswith(prefix) and name not in {"国管局", "国铁集团"}:
                assert name.startswith(prefix), name
