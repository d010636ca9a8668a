"""The pages that lead to all others: the first one, the names of all things, the networks."""

from collections.abc import Mapping, Sequence

from xietong.faces.gallery import small
from xietong.faces.kinds import BODIES
from xietong.faces.panel import Thing
from xietong.faces.site.frame import Here, render
from xietong.faces.site.known import Known
from xietong.faces.views import Picture
from xietong.graph.dump import by_number
from xietong.graph.queries import saved_queries
from xietong.words import Words

FEATURED = (
    "coordination-pairs",
    "who-answers-for-project",
    "coordination-gaps",
    "investment-by-agency",
    "targets-by-commitment",
    "vertical-coordination",
)
SHELVES: dict[str, tuple[Words, tuple[str, ...]]] = {
    "agency": (Words("机构", "agencies"), BODIES),
    "notice": (Words("通知", "notices"), ("notice",)),
    "goal": (Words("目标", "goals"), ("goal",)),
    "task": (Words("任务", "tasks"), ("task",)),
    "project": (Words("项目", "projects"), ("project",)),
    "place": (Words("地方", "places"), ("place",)),
    "figure": (Words("指标数字", "figures"), ("figure",)),
    "milestone": (Words("时限", "deadlines"), ("milestone",)),
    "policy": (Words("引用文件", "cited documents"), ("policy",)),
    "programme": (Words("专项行动", "programmes"), ("programme",)),
    "organisation": (Words("相关组织", "organisations"), ("organisation",)),
}


def home_page(known: Known, counts: Mapping[Words, int], pictures: Sequence[Picture], here: Here) -> str:
    """Return the first page: what the graph holds, questions to begin with, the networks, the notices."""
    queries = saved_queries()
    return render(
        "home.html",
        here,
        counts=counts,
        questions=[queries[name] for name in FEATURED],
        networks=[(picture, small(picture)) for picture in pictures],
        notices=[thing for thing in known.told.things.values() if thing.kind == "notice"],
    )


def views_page(pictures: Sequence[Picture], here: Here) -> str:
    """Return the page of all networks, each with a small picture and its question."""
    return render("views.html", here, networks=[(picture, small(picture)) for picture in pictures])


def browse_page(known: Known, here: Here) -> str:
    """Return the page of all kinds of things, with how many there are."""
    shelves = [(name, words, len(on_shelf(known, name))) for name, (words, _) in SHELVES.items()]
    return render("browse.html", here, shelves=[each for each in shelves if each[2]])


def shelf_page(known: Known, name: str, here: Here) -> str:
    """Return the page that names all things of a kind (a key of SHELVES)."""
    return render("shelf.html", here, words=SHELVES[name][0], things=on_shelf(known, name))


def on_shelf(known: Known, name: str) -> list[Thing]:
    """Return the things of a kind: parts of notices in their order, others by name."""
    kinds = SHELVES[name][1]
    found = (thing for thing in known.told.things.values() if thing.kind in kinds)
    return sorted(found, key=lambda thing: by_number(thing.id if thing.id.startswith("notice/") else thing.name))
