"""All network pages on one: a small picture of each and the question that it answers."""

from collections.abc import Mapping, Sequence

import jinja2
from markupsafe import Markup

from xietong.faces.kinds import KINDS
from xietong.faces.sheet import ASSETS, source
from xietong.faces.views import Picture, chosen_part
from xietong.words import Language, Words

WIDTH, HEIGHT = 320, 170
MOST = 1500  # lines of a small picture


def gallery(pictures: Sequence[Picture], counts: Mapping[Words, int], language: Language) -> str:
    """Return ``index.html``: the pictures as cards that lead to their pages, and what the graph holds."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(ASSETS), autoescape=True)
    things = pictures[0].told.things.values() if pictures else ()
    return environment.get_template("index.html").render(
        language=language,
        cards=[(picture, small(picture)) for picture in pictures],
        notices=[thing for thing in things if thing.kind == "notice"],
        counts=counts,
        source=source,
    )


def small(picture: Picture) -> Markup:
    """Return a picture as a small SVG without words: dots and lines as they stand on the page."""
    if not picture.sights:
        return Markup("")
    chosen, sight = next(iter(picture.sights.items()))
    left, top, right, bottom = sight.room
    wide, high = (WIDTH - 16) / (right - left or 1), (HEIGHT - 16) / (bottom - top or 1)
    scale = min(wide, high)
    if picture.view.look.layout == "springs":
        wide = high = scale
    aside, above = (WIDTH - wide * (right - left)) / 2, (HEIGHT - high * (bottom - top)) / 2
    at = {id_: (aside + wide * (x - left), above + high * (y - top)) for id_, (x, y) in sight.points.items()}
    lines = (chosen_part(picture, chosen)[1] if chosen else picture.lines)[:MOST]
    drawn = [
        f'<path d="M{at[line.one][0]:.1f},{at[line.one][1]:.1f}L{at[line.other][0]:.1f},{at[line.other][1]:.1f}"/>'
        for line in lines
    ]
    dots = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{max(1.4, scale * picture.boxes[id_].radius):.1f}"'
        f' fill="{KINDS[picture.told.things[id_].kind].colour}"/>'
        for id_, (x, y) in at.items()
    ]
    return Markup(  # noqa: S704 - numbers and our own colours
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true"><g stroke="#8793a0" stroke-opacity=".35"'
        f' stroke-width=".7">{"".join(drawn)}</g>{"".join(dots)}</svg>'
    )
