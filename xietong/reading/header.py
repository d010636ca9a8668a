"""The notice's own data: the letter, its signature, its attachments, and the metadata of its page.

The parts of a letter and their order are those of GB/T 9704-2012, 7.3: title, addressees (主送机关),
body, note of attachments (附件说明), signature (发文机关署名), date (成文日期).
"""

import re
from dataclasses import dataclass
from datetime import date

from xietong.lexicon import any_of, lexicon
from xietong.model import Header, Knowledge, Party, Place, Stated
from xietong.reading import agency
from xietong.reading.agency import Home, home_of
from xietong.reading.clean import MARKER
from xietong.reading.duty import mask_nested
from xietong.reading.metadata import page_metadata
from xietong.reading.outline import CN_DIGITS, number_value
from xietong.reading.place import gazetteer
from xietong.text import Quote, Span, Text

KINDS = any_of(lexicon("header")["title"]["kinds"])
TITLE_END = re.compile(rf"(?:{KINDS})(?:\([^()]*\))?$")
NUMBER = re.compile(r"[^\W\d_]{2,16}[〔\[(【]\d{4}[〕\])】] ?第?\d{1,4} ?号")  # 肇府办〔2016〕9号
DAY = r"(\d{4}) ?[年./-] ?(\d{1,2}) ?[月./-] ?(\d{1,2}) ?日?"
CN_DAY = "([〇○零O0一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
DATE = re.compile(f"{DAY}|{CN_DAY}")
# 2017年《政府工作报告》重点工作任务分解, alone in its line
PLAN_HEADING = re.compile(r"^[^。:,;]{4,60}(?:方案|安排|分解|清单|分工|要点|计划|分解表|责任表|任务表)$")
STOPS = re.compile("[。:;,]")
NO_SIGNATURE = re.compile(r"[。:;,、]|[)\]】]$")  # 责任单位:市统计局 above the signature belongs to the last task
DATE_LINE = re.compile(rf"\(?(?:{DAY}|{CN_DAY})(?:印发)?\)?$")
ISSUES = "印发|下发|下达|发布|公布|转发"
ISSUED_PLAN = re.compile(
    rf"(?:{ISSUES})(?:《(?P<title>.+)》|(?P<bare>.+?))\s*的?\s*(?:通知|公告)(?:\([^()]*\))?$", re.DOTALL
)
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?= ?(?:年|[—–~-]))")
ADDRESSEES = re.compile(r"^(?!附)(?P<list>[^。]{4,600}?):$")
ATTACHMENTS = re.compile(r"附 ?件 ?(?:\d{1,2} ?)?: ?(?=\S)")
ITEM = re.compile(r"\d{1,2} ?[.、] ?(?!\d(?!\d{3}年))")  # 1.… but not 1.5; 2.2014年… is one
PLACE_NAMED = re.compile("[\u4e00-\u9fff]{2,12}?(?:省|市|县|区|自治州|自治区|旗)(?=人民政府|委)")
COMMITTEES = ("管委会", "管理委员会")
# a zone speaks by its committee: 甲市高新区管委会
COMMITTEE = re.compile(
    f"(?P<zone>[^\\W\\d_]{{2,20}}?(?:{any_of(agency.WORDS['zones'])}))(?:开发建设|建设|工作)?(?:管委会|管理委员会)"
)
HEAD_LINES = 60  # the letter's head stands within the first lines of the page


@dataclass(frozen=True, slots=True)
class Layout:
    """What the head of a notice tells: its data, from where it speaks, where its body stands (clean text)."""

    header: Header
    home: Home
    body: Span


@dataclass(frozen=True, slots=True)
class _Letter:
    """The lines of a notice, and which of them are what."""

    text: Text
    lines: list[Span]
    fields: dict[str, Span]  # the page's metadata
    title: Span | None
    after_title: int  # number of the line after the title
    addressed: int | None  # number of the line of addressees
    signed: int | None  # number of the line that holds the date of the letter, alone
    knowledge: Knowledge

    @property
    def title_words(self) -> str:
        """The title in one line."""
        return _joined(self.text, self.title) if self.title else ""


def read_header(text: Text, lines: list[Span], knowledge: Knowledge) -> Layout:
    """Read the notice's own data from the lines of its clean text, and find where its body stands."""
    fields = page_metadata(text, lines[:HEAD_LINES])
    title_lines = _title_lines(text, lines, fields)
    title = fields.get("title")
    if title is None and title_lines:
        title = Span(lines[title_lines[0]].start, lines[title_lines[-1]].end)
    after = title_lines[-1] + 1 if title_lines else 0
    near = range(after, min(len(lines), after + 12))
    addressed = next((n for n in near if _is_addressees(text[lines[n]], knowledge)), None)
    signed = _signature(text, lines, after if addressed is None else addressed)
    letter = _Letter(text, lines, fields, title, after, addressed, signed, knowledge)
    home = _home(letter)
    issued = _date(letter)
    plan = _plan(letter)
    year = YEAR.search(plan.value if plan else "") or YEAR.search(letter.title_words)
    header = Header(
        title=_stated(text, title),
        number=_stated(text, fields.get("number") or _number(text, lines)),
        index=_stated(text, fields.get("index")),
        issuers=_issuers(letter, home),
        publisher=_party(text, fields["publisher"], home, knowledge) if "publisher" in fields else None,
        issued=issued,
        plan_title=plan,
        plan_year=int(year.group(1)) if year else issued[0].year if issued else None,
        addressees=_addressees(text, lines[addressed], home, knowledge) if addressed is not None else (),
        attachments=_attachments(text, lines),
        place=home.place.code if home.place else None,
    )
    return Layout(header, home, _body(letter))


# ---------------------------------------------------------------- title and addressees


def _title_lines(text: Text, lines: list[Span], fields: dict[str, Span]) -> list[int]:
    """Return the numbers of the lines that make the title: from its issuer or 关于 to 的通知.

    Of several (the page repeats it above the letter) the last before the addressees counts, or the last
    before the first numbered item.
    """
    best: list[int] = []
    known = _joined(text, fields["title"]) if "title" in fields else None
    for n, line in enumerate(lines[:HEAD_LINES]):
        if MARKER.match(text[line]) and n:
            break
        if TITLE_END.search(text[line]) and ":" not in text[line][:6]:
            best = _title_ending_at(text, lines, n, known) or best
        if best and any(_looks_addressed(text[each]) for each in lines[n + 1 : n + 3]):
            break
    return best


def _title_ending_at(text: Text, lines: list[Span], last: int, known: str | None) -> list[int]:
    """Return the lines of the title that ends in line ``last``; it may run over four lines."""
    for first in range(last, max(-1, last - 4), -1):
        words = text[lines[first]]
        if first < last and (re.search(r"[。:,;]$", words) or NUMBER.fullmatch(words) or DATE_LINE.match(words)):
            return []
        joined = "".join(text[each] for each in lines[first : last + 1])
        if joined == known or ("关于" in joined and len(joined) <= 120):
            above = text[lines[first - 1]] if first else ""
            issuer_above = joined.startswith("关于") and agency.STRONG.search(above) and not re.search("[:。 ]", above)
            return list(range(first - 1 if issuer_above else first, last + 1))
    return []


def _looks_addressed(words: str) -> bool:
    """Tell whether a line has the form of a list of addressees."""
    return bool(ADDRESSEES.match(words)) and not words.endswith("如下:")


def _is_addressees(words: str, knowledge: Knowledge) -> bool:
    """Tell whether a line is the list of addressees: 各县(市、区)人民政府,市政府有关部门:."""
    if not _looks_addressed(words) or MARKER.match(words):
        return False
    entries = _entries(words[:-1])
    likely = sum(agency.is_name(words[start:end].strip(), home_of(), knowledge) for start, end in entries)
    return likely * 2 >= len(entries)


def _entries(words: str) -> list[tuple[int, int]]:
    """Return start and end of each addressee: split at , and 、 outside brackets; 各市、州人民政府 is one."""
    entries: list[tuple[int, int]] = []
    for match in re.finditer("[^,、;]+", mask_nested(words)):
        start, end = match.span()
        name = words[start:end].strip()
        if entries and words[start - 1] == "、" and agency.goes_on(words[slice(*entries[-1])], name):
            entries[-1] = (entries[-1][0], end)
        elif name:
            entries.append((start, end))
    return entries


def _addressees(text: Text, line: Span, home: Home, knowledge: Knowledge) -> tuple[Party, ...]:
    """Return the addressees of a line, collectives as written; a suffix that zones share is restored.

    高新区、港区管委会 are two committees: the first is written without its suffix.
    """
    spans = [Span(line.start + start, line.start + end) for start, end in _entries(text[line][:-1])]
    parties: list[Party] = []
    suffix = ""
    for span in reversed(spans):
        words = text[_trim(text, span)]
        shares = text.clean[span.end : span.end + 1] == "、" and agency.ZONE.search(words)
        suffix = suffix if shares else next((each for each in COMMITTEES if words.endswith(each)), "")
        parties.append(_party(text, _trim(text, span), home, knowledge, suffix if shares else ""))
    return tuple(reversed(parties))


# ---------------------------------------------------------------- signature, issuer, place


def _signature(text: Text, lines: list[Span], start: int) -> int | None:
    """Return the number of the line that holds the date of the letter, alone in its line."""
    return next((n for n in range(max(1, start), len(lines)) if DATE_LINE.match(text[lines[n]])), None)


def _issuers(letter: _Letter, home: Home) -> tuple[Party, ...]:
    """Return who signs: the lines above the date; without them the metadata, then the head of the title."""
    text, knowledge = letter.text, letter.knowledge
    spans: list[Span] = []
    for n in range((letter.signed or 0) - 1, -1, -1):
        words = text[letter.lines[n]]
        start = letter.lines[n].start
        parts = [Span(start + part.start(), start + part.end()) for part in re.finditer(r"\S+", words)]
        if STOPS.search(words) or not all(agency.is_name(text[part], home, knowledge) for part in parts):
            break
        spans = parts + spans
    if not spans and "issuer" in letter.fields:
        spans = [letter.fields["issuer"]]
    if not spans and letter.title:
        end = text.clean.find("关于", letter.title.start, letter.title.end)
        spans = [Span(letter.title.start, end)] if end > letter.title.start else []
    return tuple(_party(text, _trim(text, span), home, knowledge) for span in spans)


def _home(letter: _Letter) -> Home:
    """Return from where the notice speaks: the place at the head of title, issuer, publisher or signature."""
    text, knowledge, signed = letter.text, letter.knowledge, letter.signed or 0
    fields = [text[letter.fields[name]] for name in ("issuer", "publisher") if name in letter.fields]
    signatures = [text[line] for line in reversed(letter.lines[max(0, signed - 3) : signed])]
    tables = gazetteer(knowledge)
    for words in (letter.title_words, *fields, *signatures):
        name = re.sub(r"\s", "", words).removeprefix("中共")
        if found := tables.at_start(name, None):
            committee = COMMITTEE.match(name)
            return home_of(found[0], zone=_own_name(committee["zone"], *found) if committee else None)
        if agency.NATIONAL.match(name) or _first_body(name) in knowledge.central:
            return home_of(central=True)
    head = text.clean[: letter.lines[min(len(letter.lines), HEAD_LINES) - 1].end] if letter.lines else ""
    for name in PLACE_NAMED.findall(head):
        if found := tables.at_start(name, None):
            return home_of(found[0])
    return home_of()


def _own_name(zone: str, place: Place, length: int) -> str:
    """Return how a zone calls itself, without the province before its name: 甲省乙丙新区 is 乙丙新区."""
    return zone[length:] if place.level == "province" and len(zone) > length + 2 else zone


def _first_body(title: str) -> str:
    """Return the body that a title begins with: 教育部 of 教育部等五部门关于…, 财政部 of 财政部 税务总局关于…"""
    return re.split("等|关于|办公厅|、", title, maxsplit=1)[0]


# ---------------------------------------------------------------- number, date, plan, attachments


def _number(text: Text, lines: list[Span]) -> Span | None:
    """Return the 文号 that stands on a line of its own or in brackets below the title."""
    for line in lines[:HEAD_LINES]:
        if MARKER.match(text[line]):
            break
        words = text[line].strip("() ")
        if NUMBER.fullmatch(words):
            start = line.start + text[line].index(words)
            return Span(start, start + len(words))
    return None


def _date(letter: _Letter) -> tuple[date, Quote] | None:
    """Return the date of the letter: below its signature, else 成文日期, else 发布日期."""
    text = letter.text
    spans = [letter.lines[letter.signed]] if letter.signed is not None else []
    spans += [letter.fields[name] for name in ("issued", "published") if name in letter.fields]
    spans += [line for line in letter.lines[:HEAD_LINES] if DATE_LINE.match(text[line])]
    for span in spans:
        if (match := DATE.search(text[span])) and (day := date_value(match)):
            return day, text.quote(Span(span.start + match.start(), span.start + match.end()))
    return None


def date_value(match: re.Match[str]) -> date | None:
    """Return the day that a match of DATE names, in digits or in Chinese; None if there is no such day.

    >>> date_value(DATE.search("二〇一二年三月五日"))
    datetime.date(2012, 3, 5)
    """
    year, month, day, cn_year, cn_month, cn_day = match.groups()
    if cn_year:
        year = "".join(str(CN_DIGITS.get(char, 0)) for char in cn_year)
        month, day = str(number_value(cn_month)), str(number_value(cn_day))
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _plan(letter: _Letter) -> Stated | None:
    """Return the title of the plan that the letter issues, 关于印发《…》的通知, else what heads its items."""
    if letter.title is None:
        return None
    if match := ISSUED_PLAN.search(letter.text[letter.title]):
        start, end = match.span("title" if match.group("title") else "bare")
        return _stated(letter.text, Span(letter.title.start + start, letter.title.start + end))
    text, lines = letter.text, letter.lines
    first = next((n for n in range(letter.after_title, len(lines)) if MARKER.match(text[lines[n]])), 0)
    heading = lines[first - 1] if first > letter.after_title else None
    return _stated(text, heading) if heading and PLAN_HEADING.search(text[heading]) else None


def _attachments(text: Text, lines: list[Span]) -> tuple[Stated, ...]:
    """Return the titles in the note of attachments: 附件:1.… / 2.…"""
    found: list[Stated] = []
    counting = False
    for line in lines:
        words = text[line]
        if note := ATTACHMENTS.match(words):
            rest = Span(line.start + note.end(), line.end)
            counting = bool(ITEM.match(text[rest]))
            found += _numbered(text, rest)
        elif counting and ITEM.match(words) and not words.endswith("。"):
            found += _numbered(text, line)
        else:
            counting = False
    return tuple(found)


def _numbered(text: Text, span: Span) -> list[Stated]:
    """Return the titles of a line 1.… 2.… without their numbers."""
    words = text[span]
    items = [match for match in ITEM.finditer(words) if match.start() == 0 or words[match.start() - 1] in " ;"]
    starts = [item.end() for item in items] or [0]
    ends = [item.start() for item in items[1:]] + [len(words)]
    spans = [_trim(text, Span(span.start + start, span.start + end)) for start, end in zip(starts, ends, strict=True)]
    return [value for each in spans if (value := _stated(text, each)) and value.value]


def _body(letter: _Letter) -> Span:
    """Return where the numbered part stands: after the letter, or between its head and its signature."""
    text, lines, signed = letter.text, letter.lines, letter.signed
    if not lines:
        return Span(0, 0)
    start = letter.after_title if letter.addressed is None else letter.addressed + 1
    last = len(lines) - 1
    if signed is not None:
        marked = [n for n in range(start, len(lines)) if MARKER.match(text[lines[n]])]
        if sum(n > signed for n in marked) * 2 >= len(marked):
            start = signed + 1
        else:
            last = signed - 1
            while last > start and not NO_SIGNATURE.search(text[lines[last]]):
                last -= 1
    return Span(lines[min(start, last)].start, lines[last].end)


# ---------------------------------------------------------------- small parts


def _joined(text: Text, span: Span) -> str:
    return text[span].replace("\n", "")


def _trim(text: Text, span: Span) -> Span:
    """Return a span without white space and marks at its ends."""
    words = text[span]
    start = span.start + len(words) - len(words.lstrip(" \t、,"))
    return Span(start, max(start, span.end - len(words) + len(words.rstrip(" \t、,;。:"))))


def _stated(text: Text, span: Span | None) -> Stated | None:
    if span is None:
        return None
    return Stated(value=_joined(text, span).strip(), quote=text.quote(span))


def _party(text: Text, span: Span, home: Home, knowledge: Knowledge, suffix: str = "") -> Party:
    """Return the body that a span of the header names; ``suffix`` is what its list shares."""
    quote = text.quote(span)
    as_written = re.sub(r"\s", "", quote.text) + suffix
    return Party(body=agency.body(text[span], home, knowledge, suffix=suffix), as_written=as_written, quote=quote)
