"""What a client prefers: of media types by Accept (RFC 9110, 12.5.1), of our two languages by Accept-Language."""

from collections.abc import Sequence

from xietong.words import Language


def _weighed(header: str) -> list[tuple[str, float]]:
    """Return the ranges of a header with their weights; what cannot be read weighs nothing."""
    found = []
    for part in header.lower().split(",")[:100]:
        name, *parameters = (each.strip() for each in part.split(";"))
        weight = 1.0
        for each in parameters:
            if each.startswith("q="):
                try:
                    weight = min(max(float(each[2:]), 0.0), 1.0)
                except ValueError:
                    weight = 0.0
        if name:
            found.append((name, weight))
    return found


def accepts(header: str | None, offered: Sequence[str]) -> str | None:
    """Return the media type that a client prefers, the first offered if it takes any, None if it takes none of them.

    >>> accepts("text/turtle;q=0.9, text/html", ("text/html", "text/turtle"))
    'text/html'
    >>> accepts("*/*", ("text/html", "text/turtle")), accepts("image/png", ("text/html",))
    ('text/html', None)
    """
    if not header:
        return offered[0]
    ranges = _weighed(header)

    def weight(media_type: str) -> float:
        fitting = [
            (name.count("*"), -weight)
            for name, weight in ranges
            if name in (media_type, media_type.partition("/")[0] + "/*", "*/*")
        ]
        return -min(fitting)[1] if fitting else 0.0

    best = max(offered, key=weight)
    return best if weight(best) > 0 else None


def language_of(header: str | None) -> Language:
    """Return the language in which a client is answered: Chinese, unless it prefers English.

    >>> language_of("en-GB,en;q=0.9,zh;q=0.8"), language_of("fr"), language_of("zh-CN,en;q=0.9"), language_of(None)
    ('en', 'en', 'zh', 'zh')
    """
    if not header:
        return "zh"
    weights = _weighed(header)
    chinese = max((weight for name, weight in weights if name.startswith(("zh", "*"))), default=0.0)
    other = max((weight for name, weight in weights if not name.startswith(("zh", "*"))), default=0.0)
    return "zh" if chinese >= other else "en"
