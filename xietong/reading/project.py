"""Named projects, found by their shape: a proper modifier, a head that bears the class, a boundary behind it.

The annotation guideline, section Named things, is the specification. A clause is read as a list: its items
stand between 、, its first opens with verbs (加快推进), its last closes with what is done (等项目建设). What a head
closes is found in each item (:mod:`xietong.reading.naming`); what has no head of its own is a name where the list
says so (推进甲乙、丙丁等重大项目), or shares the head of the last (长河、清河综合整治工程).
"""

import re
from collections.abc import Iterator
from dataclasses import field, replace

from xietong.lexicon import any_of
from xietong.model import Knowledge
from xietong.reading.agency import Home
from xietong.reading.boundary import Sentence
from xietong.reading.found import Found
from xietong.reading.head import (
    AROUND,
    CUT,
    FOLLOWS,
    KINDS,
    LINES,
    PHASE,
    SHORT_LINE,
    SIDE,
    WORDS,
    Head,
    by_number,
    heads,
)
from xietong.reading.locating import located, places_in
from xietong.reading.modifier import COUNTED, NUMERAL, begins_specific, is_counted, is_managerial, is_specific
from xietong.reading.naming import FRAME, LONGEST_NAME, VAGUE, Member, NamingSentence
from xietong.text import Span, value

CLAUSE = re.compile("[^,:]+")
ITEM = re.compile("[^、]+")
ENCLOSED = re.compile(r"\([^()]{0,60}\)|“[^“”]{0,40}”|《[^《》]{0,80}》")
MASK = "○"
LAST_PHASE = re.compile(f"(?:{PHASE.pattern})$")
SHORTEST_WHOLE = 4
LONGEST_BARE = 20  # a member of a list without a head of its own
SHORT_SHARED, LONG_SHARED = 3, 4  # own parts of one length: 甲乙、丙丁片区; of lines and works longer ones
NEAR = 120  # how far before a name the words reach that tell where it lies

WITHOUT_HEAD = frozenset(AROUND["frames_without_head"])
WATERS = WORDS["before"]["waters"]
MAY_WORK_ON_WATERS = re.compile("整治|治理|疏浚|清淤")  # without one of these there are none
WORKS_ON_WATERS = re.compile(
    rf"(?<!\w)(?:{WORDS['before']['works_on_waters']})(?P<list>{WATERS}(?:、{WATERS})*)(?=[,;。]|等|$)"
)
QUOTED_PROJECT = re.compile("“(?P<name>[^“”()]{3,20})”(?=项目|工程)")
OPENING = re.compile("(?:以|在|依托|支持|推动)[^,、○]{2,20}")
TOLD_BY = tuple((kind, re.compile(pattern)) for kind, pattern in WORDS["told_by"].items())
ONLY_SIDE = re.compile(f"(?:{SIDE.pattern})(?={FOLLOWS.pattern})")
TOWNSHIPS, NETS = ("镇", "乡", "街道"), ("管网", "污水管网", "片区")  # 甲镇、乙镇截污管网改造 is in two places
MORE_SIDES = re.compile(f"、{ONLY_SIDE.pattern}")
SHARED_CLASS = re.compile(
    rf"等(?:(?:{NUMERAL}){COUNTED})?(?P<words>[^,;。、:○]{{0,6}}?)(?P<head>{any_of(AROUND['frames_shared'])})"
)
QUOTES = re.compile("[“”]")
BARE = re.compile(r"[^\d,、。;:《》%][^,、。;:《》%]+")
NATURAL = re.compile("[江河湖海涌溪沟渠库塘滩山岭岛湾村镇桥路街巷]$")


def projects(body: list[Sentence], home: Home, knowledge: Knowledge) -> list[Found]:
    """Return the named projects in the sentences of a body, in order, at every mention."""
    found: list[Found] = []
    for sentence in body:
        offset, words = sentence.offset, sentence.words
        masked = ENCLOSED.sub(_mask, words)
        known = heads(words, masked)
        if known or "等" in words or "”项目" in words:
            ends = [head.end for head in known]
            found += _Lists(NamingSentence(offset, words, masked, known, ends, home, knowledge)).read()
        if MAY_WORK_ON_WATERS.search(masked):
            found += _waters(offset, masked, found)
    return found


def _waters(offset: int, masked: str, found: list[Found]) -> list[Found]:
    """Return the waters on which works are done: 整治甲河、乙溪等黑臭水体."""
    named = []
    for match in WORKS_ON_WATERS.finditer(masked):
        start = match.start("list")
        for each in re.finditer("[^、]+", match["list"]):
            span = Span(offset + start + each.start(), offset + start + each.end())
            free = not any(other.span.start < span.end and span.start < other.span.end for other in found)
            if free and is_specific(each.group()) and not VAGUE.match(each.group()):
                named.append(Found(span, each.group(), sort="water-works"))
    return named


def _mask(enclosed: re.Match[str]) -> str:
    words = enclosed.group()
    return words[0] + MASK * (len(words) - 2) + words[-1]


@value()
class _Lists:
    """The lists of a sentence."""

    sentence: NamingSentence
    taken: list[Span] = field(default_factory=list)  # the names found so far, in the sentence

    def read(self) -> Iterator[Found]:
        """Yield the projects of the sentence, in order."""
        masked = self.sentence.masked
        for clause in CLAUSE.finditer(masked):
            start, end = clause.span()
            framed = masked.find("等", start, end) >= 0 and FRAME.search(masked, start, end) is not None
            if framed or self.sentence.heads_in(start, end):
                yield from self._clause(start, end, framed=framed)
        if "”" in masked:
            yield from self._quoted()

    def _clause(self, begin: int, stop: int, *, framed: bool) -> Iterator[Found]:
        """Yield the projects of a clause; ``framed`` says that 等…项目 closes a list in it.

        Without that, nothing behind its last head is a project.
        """
        of = self.sentence
        behind = stop if framed else max(head.end for head in of.heads_in(begin, stop))
        behind = max([behind, *(side.end() for side in MORE_SIDES.finditer(of.masked, behind, stop))])
        members: list[Member] = []
        verb: str | None = None
        for item in ITEM.finditer(of.masked, begin, stop):
            if item.start() >= behind:
                break
            frame = FRAME.search(of.masked, item.start(), item.end()) if framed else None
            end = frame.start() if frame else item.end()
            start, lead = of.strip(item.start(), end, inside=item.start() > begin)
            verb = lead or verb
            named = list(of.named(start, end, verb))
            verb = named[-1].verb if named else verb
            if not named and members and start == item.start():
                named = self._mate(start, end, members[-1]) or self._side(start, end, members[-1])
            named = self._lines(members, named)
            if named and named[0].start == item.start() and members:
                members = self._share(members, named[0])
            bare = None if named else self._bare(start, end, verb)
            if bare is not None and (bare.start > item.start() or bare.verb != verb):
                yield from self._close(members, None)
                members, verb = [], bare.verb
            members += named or ([bare] if bare else [])
            if frame or not (named or bare):
                yield from self._close(members, frame)
                members = []
            if frame:
                yield from self._close(list(of.named(frame.end(), item.end(), None)), None)
        yield from self._close(members, None)

    def _bare(self, start: int, end: int, verb: str | None) -> Member | None:
        """Return an item that has no head but could be a member of a list: 甲乙 in 甲乙、丙丁等重大项目."""
        of = self.sentence
        cuts = list(CUT.finditer(of.masked, max(start, end - LONGEST_NAME), end))
        if cuts and cuts[-1].end() < end:
            start, lead = of.strip(cuts[-1].end(), end)
            verb = lead or cuts[-1].group()
        start = of.tidy(Member(start, end, None, verb)).start
        words = of.words[start:end]
        if any(head.end == end and head.strength == "strong" for head in of.heads_in(start, end)):
            return None
        if is_counted(words) or not 2 <= len(words) <= LONGEST_BARE or not BARE.fullmatch(words) or VAGUE.match(words):
            return None
        return Member(start, end, None, verb) if is_specific(words) and "“" not in words else None

    def _mate(self, start: int, end: int, before: Member) -> list[Member]:
        """Return an item that is named only beside its like: 生态新城 after 雁湖新城."""
        for head in self.sentence.heads_in(start, end):
            like = before.head is not None and head.word == before.head.word and head.strength == "strong"
            modifier = self.sentence.words[start : head.start]
            if like and len(modifier) >= 2 and not (is_counted(modifier) or VAGUE.match(modifier)):
                return [Member(start, head.end, head, before.verb)]
        return []

    def _quoted(self) -> Iterator[Found]:
        """Yield what is quoted and called a project, if it ends in a head: “甲乙—双创港”项目."""
        for match in QUOTED_PROJECT.finditer(self.sentence.words):
            name = match.group("name")
            word = next((name[at:] for at in range(2, len(name)) if KINDS.get(name[at:], ("",))[0] == "strong"), "")
            if word and is_specific(name.removesuffix(word)):
                start, end = match.span("name")
                yield self._found(Member(start, end, Head(end - len(word), end, word, "strong", KINDS[word][1]), None))

    def _side(self, start: int, end: int, before: Member) -> list[Member]:
        """Return an item that begins with only a side of the line before it: 东线 in 滨河大道北线、东线年底前通车."""
        side = ONLY_SIDE.match(self.sentence.masked, start, end)
        same = ONLY_SIDE.search(self.sentence.words, before.start, before.end) if side and before.head else None
        if side is None or same is None or before.head is None:
            return []
        stem = before.before or self.sentence.words[before.start : same.start()]
        return [Member(start, side.end(), replace(before.head, line_end=None), before.verb, before=stem)]

    def _lines(self, members: list[Member], named: list[Member]) -> list[Member]:
        """Give a line that is only numbered the name of the one before it; leave it out if there is none."""
        if "号线" not in self.sentence.words:
            return named
        whole: list[Member] = []
        for each in named:
            number = SHORT_LINE.match(self.sentence.words, each.start)
            if number is None or number.end() > each.end:
                whole.append(each)
                continue
            model = next(reversed([*members, *whole]), None)
            if model is not None and model.head is not None and model.head.route:
                found = SHORT_LINE.search(self.sentence.words, model.start, model.end)
                stem = model.before or self.sentence.words[model.start : found.start() if found else model.start]
                whole += [replace(each, before=stem)] if stem else []
        return whole

    def _share(self, members: list[Member], last: Member) -> list[Member]:
        """Give the bare members before a name what they share with it: 长河、清河综合整治工程."""
        at = len(members)
        while at and members[at - 1].head is None:
            at -= 1
        bare = members[at:]
        if (
            bare
            and self.sentence.words[bare[-1].start : bare[-1].end].endswith(TOWNSHIPS)
            and last.head
            and last.head.word in NETS
        ):
            return members
        own = self._own_part(bare[-1], last) if bare and last.head else 0
        if not own:
            return members
        shared = self.sentence.words[last.start + own : last.end]
        return members[:at] + [replace(each, head=last.head, shared=shared) for each in bare]

    def _own_part(self, before: Member, last: Member) -> int:
        """Return how long the own part of the last name of a list is; 0 if it shares nothing.

        It ends like the one before (长河、清河综合整治), is a division (甲市、乙市物流枢纽) or two ends
        (甲地至乙地、丙地至丁地高速公路), or is as long as the one
        before and what follows is common (甲乙、丙丁高速).
        """
        model, name = self.sentence.words[before.start : before.end], self.sentence.words[last.start : last.end]
        head_at = (last.head.start if last.head else last.end) - last.start
        if NATURAL.search(model) and 0 < (at := name.find(model[-1], 1)) <= min(head_at, len(name) - 2):
            return at + 1
        if "至" in model and "至" in name[:head_at]:
            return head_at
        hits = places_in(name[:head_at], self.sentence.home, self.sentence.knowledge)
        if hits and hits[0][0] == 0 and self.sentence.is_place(model):
            place = places_in(model, self.sentence.home, self.sentence.knowledge)[0]
            behind = model[place[2] :]  # 站 in 甲站、乙站站前广场
            return hits[0][2] + (len(behind) if name.startswith(behind, hits[0][2]) else 0)
        length = len(model)
        own, common = name[:length], not is_specific(name[length:head_at])
        most = LONG_SHARED if last.head and (last.head.kind in LINES or last.head.extended) else SHORT_SHARED
        return length if 2 <= length <= min(most, head_at) and common and is_specific(own) else 0

    def _close(self, members: list[Member], frame: re.Match[str] | None) -> Iterator[Found]:
        """Yield the projects of a list that has ended, with 等…项目 behind it or without."""
        common = SHARED_CLASS.match(self.sentence.masked, frame.start()) if frame else None
        for member in members:
            words = self.sentence.words[member.start : member.end]
            if member.head is None and common is not None and not words.endswith(TOWNSHIPS):
                yield self._found(self._with_class(member, common))
                continue
            if member.head is None:
                if (
                    frame is None
                    or frame.group("noun") not in WITHOUT_HEAD
                    or len(words) < 3
                    or self.sentence.is_place(words)
                ):
                    continue
                if not begins_specific(words):
                    continue
            yield self._found(member)

    def _with_class(self, member: Member, common: re.Match[str]) -> Member:
        """Return a bare member with the class that the frame of its list says: 甲乙、丙丁等5座水库 -> 甲乙水库."""
        word, before = common["head"], common["words"]
        shared = word if is_managerial(before) else before + word
        head = Head(member.end, member.end, word, *KINDS[word])
        return replace(member, head=head, shared=shared)

    def _found(self, member: Member) -> Found:
        """Make the finding of a member."""
        of, head = self.sentence, member.head
        name = QUOTES.sub("", member.before + of.words[member.start : member.end] + member.shared)
        longer = self._whole(member, name)
        found = Found(
            Span(of.offset + member.start, of.offset + member.end),
            name,
            key="".join(numbered) if (numbered := by_number(name)) else None,
            part_of=longer,
            sort=(head.kind if head else None) or next((kind for kind, told in TOLD_BY if told.search(name)), None),
            place=located(name, lambda: self._around(member.start), of.home, of.knowledge),
        )
        self.taken.append(Span(member.start, member.end))
        return found

    def _whole(self, member: Member, name: str) -> str | None:
        """Return the longer project that a section or a phase is part of: 沿江高速 of 沿江高速丙县段."""
        numbered = by_number(name)
        if numbered is not None:
            return numbered[0] if numbered[1] else None
        if member.head is None:
            return None
        if member.head.line_end:
            behind = self.sentence.words[member.head.line_end : member.head.end]
            return name.removesuffix(behind) if name.endswith(behind) else None
        phase = LAST_PHASE.search(name)
        return name[: phase.start()] if phase and phase.start() >= SHORTEST_WHOLE else None

    def _around(self, at: int) -> str:
        """Return the words of the clause before an offset without the names in them, and of an opening 在甲县."""
        of = self.sentence
        begin = max(0, at - NEAR, of.masked.rfind(",", 0, at) + 1, of.masked.rfind(":", 0, at) + 1)
        words = list(of.words[begin:at])
        for span in reversed(self.taken):
            if span.end <= begin:
                break
            for covered in range(max(span.start, begin), min(span.end, at)):
                words[covered - begin] = MASK
        opening = OPENING.match(of.words) if begin else None
        return (opening.group() if opening else "") + "".join(words)
