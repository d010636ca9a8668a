"""What is drawn and how: the kinds of things with their shapes and colours, the relations with their words."""

from dataclasses import dataclass

from xietong.words import Words


@dataclass(frozen=True, slots=True)
class Kind:
    """How things of a kind are called (one, many) and drawn.

    Colours are those of Okabe and Ito, told apart also by those who see colours differently; what is no body has a
    shape of its own besides. ``shape`` is one of vis-network's.
    """

    words: Words
    many: Words
    colour: str
    shape: str = "dot"


KINDS = {
    "central": Kind(Words("中央机构", "central body"), Words("中央机构", "central bodies"), "#CC79A7"),
    "province": Kind(Words("省级机构", "provincial body"), Words("省级机构", "provincial bodies"), "#D55E00"),
    "prefecture": Kind(Words("市级机构", "city body"), Words("市级机构", "city bodies"), "#0072B2"),
    "county": Kind(Words("县级机构", "county body"), Words("县级机构", "county bodies"), "#009E73"),
    "group": Kind(
        Words("集合主体（如各县区政府）", "group of bodies"), Words("集合主体", "groups of bodies"), "#E69F00"
    ),
    "other": Kind(Words("其他机构", "other body"), Words("其他机构", "other bodies"), "#7A7A7A"),
    "notice": Kind(Words("通知", "notice"), Words("通知", "notices"), "#7B6BA8", "hexagon"),
    "goal": Kind(Words("目标", "goal"), Words("目标", "goals"), "#7B6BA8", "star"),
    "task": Kind(Words("任务", "task"), Words("任务", "tasks"), "#6B7280", "square"),
    "figure": Kind(Words("指标数字", "figure"), Words("指标数字", "figures"), "#D55E00", "triangleDown"),
    "milestone": Kind(Words("时限", "deadline"), Words("时限", "deadlines"), "#CC79A7", "triangleDown"),
    "project": Kind(Words("项目", "project"), Words("项目", "projects"), "#E69F00", "diamond"),
    "place": Kind(Words("地方", "place"), Words("地方", "places"), "#56B4E9", "triangle"),
    "policy": Kind(Words("引用文件", "cited document"), Words("引用文件", "cited documents"), "#CC79A7", "square"),
    "programme": Kind(Words("专项行动", "programme"), Words("专项行动", "programmes"), "#009E73", "square"),
    "organisation": Kind(Words("相关组织", "organisation"), Words("相关组织", "organisations"), "#7A7A7A", "hexagon"),
    "thing": Kind(Words("其他", "other"), Words("其他", "others"), "#7A7A7A", "diamond"),
}
BODIES = ("central", "province", "prefecture", "county", "group", "other")


@dataclass(frozen=True, slots=True)
class Relation:
    """How a relation reads as a line, as a heading beside its first end, and beside its second."""

    words: Words
    forward: Words
    inverse: Words
    dashed: bool = False


_CONCERNS = {
    name: Relation(Words("提到", "names"), KINDS[kind].many, Words("任务", "tasks"))
    for name, kind in (
        ("xt:concernsProject", "project"),
        ("xt:concernsPlace", "place"),
        ("xt:cites", "policy"),
        ("xt:concernsProgramme", "programme"),
        ("xt:concernsOrganisation", "organisation"),
    )
}
RELATIONS = {
    "xt:coordinatesWith": Relation(
        Words("共同任务", "shared tasks"), Words("协同部门", "partners"), Words("协同部门", "partners")
    ),
    "role:lead": Relation(Words("牵头", "lead"), Words("牵头单位", "lead agencies"), Words("牵头的任务", "leads")),
    "role:responsible": Relation(
        Words("负责", "responsible"), Words("责任单位", "responsible agencies"), Words("负责的任务", "tasks")
    ),
    "role:support": Relation(
        Words("配合", "support"),
        Words("配合单位", "supporting agencies"),
        Words("配合的任务", "supports"),
        dashed=True,
    ),
    **_CONCERNS,
    "xt:hasQuantity": Relation(Words("指标", "figure"), KINDS["figure"].many, Words("出自", "stated in")),
    "xt:hasMilestone": Relation(Words("时限", "deadline"), KINDS["milestone"].many, Words("出自", "stated in")),
    "xt:about": Relation(
        Words("关于", "about"), Words("关于", "about"), Words("有关的数字和时限", "figures and deadlines about it")
    ),
    "dcterms:isPartOf": Relation(Words("属于", "part of"), Words("属于", "part of"), Words("包括", "contains")),
    "xt:locatedIn": Relation(
        Words("位于", "lies in"), Words("所在地", "place"), Words("当地项目", "projects there"), dashed=True
    ),
    "xt:jurisdiction": Relation(
        Words("辖区", "jurisdiction"), Words("辖区", "jurisdiction"), Words("当地机构", "its bodies"), dashed=True
    ),
    "xt:hasMember": Relation(
        Words("成员", "member"), Words("成员（推断）", "members (inferred)"), Words("属于", "member of"), dashed=True
    ),
    "xt:standsFor": Relation(
        Words("代表", "stands for"), Words("代表（推断）", "stands for (inferred)"), Words("合称", "named together in")
    ),
}
