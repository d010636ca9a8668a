"""Notices made at random — level, numbering, bodies, roles, layout — are read back as they were made."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.graph.vocabulary import knowledge
from xietong.reading import read

FUNCTIONS = [
    "教育",
    "财政",
    "民政",
    "审计",
    "统计",
    "水利",
    "商务",
    "公安",
    "司法",
    "交通运输",
    "农业农村",
    "生态环境",
    "住房城乡建设",
    "自然资源和规划",
    "市场监管",
    "应急管理",
]
WORKS = [
    "培育工业企业",
    "扩大对外开放",
    "促进充分就业",
    "改造老旧小区",
    "稳定粮食生产",
    "整治市容环境",
    "办好义务教育",
    "建设智慧城市",
]
NUMERALS = "一二三四五六七八九十"
HALF = str.maketrans("，：；（）", ",:;()")


@dataclass(frozen=True)
class Level:
    """From where a notice speaks: its issuer, the word for its own level, the place in canonical names, the head."""

    issuer: str
    word: str
    place: str
    head: str
    members: tuple[str, str]  # two governments below it
    every: str  # the collective of them


LEVELS = (
    Level("湖南省人民政府", "省", "湖南省", "厅", ("长沙市", "衡阳市"), "各市州人民政府"),
    Level("广西壮族自治区人民政府", "自治区", "广西壮族自治区", "厅", ("南宁市", "柳州市"), "各市人民政府"),
    Level("衡阳市人民政府", "市", "衡阳市", "局", ("衡南县", "耒阳市"), "各县（市、区）人民政府"),
    Level("湘西土家族苗族自治州人民政府", "州", "湘西土家族苗族自治州", "局", ("吉首市", "凤凰县"), "各县市人民政府"),
    Level("耒阳市人民政府", "市", "耒阳市", "局", ("哲桥镇", "南阳镇"), "各乡镇人民政府"),
    Level("衡南县人民政府", "县", "衡南县", "局", ("云集镇", "三塘镇"), "各乡镇人民政府"),
    Level("衡阳市石鼓区人民政府", "区", "石鼓区", "局", ("角山镇", "松木乡"), "各街道办事处"),
)
# layout -> what it makes of the leading, the supporting and the other bodies; those that it has no words for stay out
LAYOUTS = {
    "plain": "。（{others}{open}）",
    "square": "。［{others}{open}］",
    "label": "。（责任单位：{others}{open}）",
    "before the stop": "（{others}{open}）。",
    "shared": "。（{others}{open}按职责分工负责）",
    "lead": "。（{leads}牵头，{supports}{open}配合）",
    "lead and share": "。（{leads}牵头，{others}{open}按职责分工负责）",
    "three": "。（{leads}牵头，{supports}配合，{others}{open}负责）",
    "offices": "。（{leads}主办，{supports}{open}协办）",
    "labels": "。（牵头单位：{leads}；配合单位：{supports}{open}）",
    "lines": "。\n牵头单位：{leads}\n责任单位：{others}{open}\n配合单位：{supports}\n完成时限：2019年12月底",
    "sentence": "。由{leads}牵头，{supports}{open}配合。",
}


@dataclass(frozen=True)
class Made:
    """A task as it was made: its title, its layout, and its bodies by role, as canonical name and as written."""

    title: str
    layout: str
    leads: tuple[tuple[str, str], ...]
    supports: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    open: bool

    def statement(self) -> str:
        """Return the words that say who answers."""
        lists = {
            key: "、".join(written for _, written in getattr(self, key)) for key in ("leads", "supports", "others")
        }
        return LAYOUTS[self.layout].format(**lists, open="等" if self.open else "")

    def bodies(self) -> list[tuple[str, str]]:
        """Return canonical name and role of every body that the layout names, in the order of the words."""
        roles = {"leads": "lead", "supports": "support", "others": "responsible"}
        said = sorted((LAYOUTS[self.layout].find(f"{{{key}}}"), key) for key in roles)
        return [(name, roles[key]) for at, key in said if at >= 0 for name, _ in getattr(self, key)]


@st.composite
def notices(draw: st.DrawFn) -> tuple[Level, str, list[Made]]:
    """Make a notice: its level, its text and what stands in it."""
    level = draw(st.sampled_from(LEVELS))
    pool = [(f"{level.place}{each}{level.head}", f"{level.word}{each}{level.head}") for each in FUNCTIONS]
    # towns and counties as written with 政府, a collective in the end of a list
    government = [(f"{each}人民政府", f"{each}人民政府") for each in level.members]
    every = (f"{level.place}{level.every}".replace("（", "(").replace("）", ")"), level.every)
    made = []
    titles = draw(st.lists(st.sampled_from(WORKS), min_size=3, max_size=6, unique=True))
    for title in titles:
        bodies = draw(st.lists(st.sampled_from(pool), min_size=3, max_size=8, unique=True))
        first, second = sorted(draw(st.tuples(st.integers(1, len(bodies) - 2), st.integers(2, len(bodies) - 1))))
        second = max(second, first + 1)
        others = [*bodies[second:], *draw(st.sampled_from([[], government, [every], [*government, every]]))]
        task = Made(
            title,
            draw(st.sampled_from(sorted(LAYOUTS))),
            tuple(bodies[:first]),
            tuple(bodies[first:second]),
            tuple(others),
            draw(st.booleans()),
        )
        made.append(task)
    return level, draw(written(level, made)), made


@st.composite
def written(draw: st.DrawFn, level: Level, made: list[Made]) -> str:
    """Write a notice: numbering one or two levels deep, running on or beginning anew, in one width or the other."""
    first, second = draw(
        st.sampled_from([("{}、", "（{}）"), ("{}、", "{n}."), ("（{}）", "{n}、"), ("", "{}、"), ("", "（{}）")])
    )
    anew = draw(st.booleans())
    cut = draw(st.integers(1, len(made) - 1))
    lines = [
        f"{level.issuer}关于下达2019年重点工作任务的通知",
        "",
        "为做好工作，现将任务下达如下，请认真组织实施。",
        "",
    ]
    count = 0
    for at, task in enumerate(made):
        if first and at in (0, cut):
            lines.append(first.format(NUMERALS[0 if at == 0 else 1]) + ("狠抓经济发展" if at == 0 else "切实改善民生"))
            count = 0 if anew else count
        number = second.format(NUMERALS[count], n=count + 1)
        count += 1
        lines.append(f"{number}{task.title}。完成全年工作目标{task.statement()}")
    text = "\n".join(lines) + "\n"
    return text.translate(HALF) if draw(st.booleans()) else text


@given(notices())
@settings(deadline=None, max_examples=300)
def test_what_was_made_is_read(made: tuple[Level, str, list[Made]]) -> None:
    _, source, wanted = made
    notice = read("made.txt", source, knowledge())
    assert [task.title for task in notice.tasks] == [task.title for task in wanted], source
    for task, each in zip(notice.tasks, wanted, strict=True):
        names = [(duty.body.name.replace("（", "(").replace("）", ")"), duty.role.value) for duty in task.duties]
        assert names == each.bodies(), source
        assert task.open is each.open, source
        assert all(source[duty.quote.start : duty.quote.end] == duty.quote.text for duty in task.duties)


def said(text: str) -> list[object]:
    """Return what a text says of tasks and bodies, without offsets."""
    tasks = read("made.txt", text, knowledge()).tasks
    return [(task.title, task.open, [(duty.body.key, duty.role) for duty in task.duties]) for task in tasks]


SPACES = st.text(alphabet=" \u3000\xa0\t", max_size=3)


@given(notices(), st.sampled_from(["\n", "\r\n"]), SPACES, SPACES, st.integers(1, 3))
@settings(deadline=None, max_examples=100)
def test_indentation_and_line_ends_say_nothing(
    made: tuple[Level, str, list[Made]], line_end: str, before: str, after: str, ends: int
) -> None:
    _, source, _ = made
    spaced = (line_end * ends).join(f"{before}{line}{after}" for line in source.split("\n"))
    assert said(spaced) == said(source)


def breakable(source: str) -> list[int]:
    """Return the offsets between two characters of a word, behind the heading sentence of a task."""
    found, start = [], 0
    for line in source.split("\n"):
        behind = line.find("。") + 1
        if "完成全年" in line:
            at = [at for at in range(behind + 1, len(line)) if line[at - 1 : at + 1].isalpha()]
            found += [start + each for each in at]
        start += len(line) + 1
    return found


@given(notices(), st.data(), st.sampled_from(["\n", "\r\n", "\n　　", "\n\n"]))
@settings(deadline=None, max_examples=300)
def test_a_broken_sentence_is_healed(made: tuple[Level, str, list[Made]], data: st.DataObject, line_break: str) -> None:
    _, source, _ = made
    at = data.draw(st.sampled_from(breakable(source)))
    assert said(source[:at] + line_break + source[at:]) == said(source)
