"""How many things of each kind a graph holds, in words."""

from xietong.graph.asked import Asked, rows
from xietong.words import Words

COUNTS = {
    Words("通知", "notices"): "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x a xt:Notice }",
    Words("任务", "tasks"): "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x a xt:Task }",
    Words("责任单位", "agencies"): "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { ?t xt:responsibleAgency ?x }",
    Words("责任分工", "responsibilities"): "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x a xt:Responsibility }",
    Words("协同关系", "coordination pairs"): "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x a xt:Coordination }",
    Words("指标数字", "figures"): "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x a xt:Quantity }",
    Words("项目", "projects"): "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x a xt:Project }",
    Words("地方", "places"): "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { ?part xt:concernsPlace ?x }",
    Words("专项行动", "programmes"): "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x a xt:Programme }",
    Words("相关组织", "organisations"): "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x a org:Organization }",
    Words("引用文件", "cited documents"): "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x a xt:Policy }",
    Words("原文引证", "mentions"): "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x a nif:OffsetBasedString }",
    Words("三元组", "triples"): "SELECT (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o } }",
}


def count(asked: Asked) -> dict[Words, int]:
    """Count what is in a graph."""
    return {words: int(rows(asked, query)[0]["n"]) for words, query in COUNTS.items()}
