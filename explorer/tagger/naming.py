"""Find what a sentence gives a reform's name to: quoted terms, titles of rules, lists, and what was built or set up."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from explorer.tagger.signals import one_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Rule = Literal["list", "document", "quoted", "parallel", "built", "subject", "work", "counted", "award"]
Span = tuple[int, int]

_STRENGTHS: Final[dict[Rule, float]] = {
    "document": 0.85,
    "quoted": 0.85,
    "list": 0.8,
    "parallel": 0.6,
    "built": 0.6,
    "subject": 0.65,
    "work": 0.5,
    "counted": 0.5,
    "award": 0.6,
}
_STOPS: Final = "，。；：！？…—（）\n"
_MARKS: Final = re.compile("[“”‘’《》「」]")
_AMBIGUOUS: Final = frozenset({"创新", "改革", "试点", "深化", "探索"})
_BEFORE_AMBIGUOUS: Final = re.compile(
    r"(?:^|[，；：、“”…—]|市|县|区|委|府|局|部门|积极|大力|着力|持续|全面|扎实|率先|先后|系统|高水平|精准|始终|还|已|全力|共同|又)$"
)
_NO_NOUN: Final = r"[在与和以让为带将使进由被把向]|也是|也在|加快|绘就|扩增|提供|入选|获|被|荣"
_SHORTEST_QUOTED = 3
_SHORTEST, _LONGEST = 4, 24  # characters of a name without quotation marks
_LONGEST_QUOTED, _LONGEST_DOCUMENT = 24, 60
_REACHES = 14  # characters between an action and the quotation mark of its object
_LEAST_PARALLEL, _LEAST_COUNTED = 3, 2


@dataclass(frozen=True)
class Name:
    """What a reform may be called, and where in the sentence; ``core`` is the name without its wrapping."""

    title: str
    core: str
    start: int
    end: int
    rule: Rule
    why: str

    @property
    def strength(self) -> float:
        """How sure a name found so is one, before anything else is known."""
        return _STRENGTHS[self.rule]

    @property
    def distinct(self) -> bool:
        """Tell whether the name alone, without its place, tells the reform from others."""
        return self.rule in ("list", "document", "quoted")


def core_of(title: str) -> str:
    """Return a title without quotation marks and without a closing 建设, 工作, 品牌."""
    bare = _MARKS.sub("", title)
    return re.sub(r"(?<=.{3})(?:建设|工作|品牌|活动|专属产品)$", "", bare)


def names(sentence: str, places: Sequence[Span] = (), article: str = "") -> tuple[Name, ...]:
    """
    Return the names in a sentence, in order, none overlapping another.

    Parameters
    ----------
    places
        Where the sentence names places: a quoted term that ends with one is a slogan ("更好潍坊").
    article
        The whole text: a plain noun is a name only if it comes back.
    """
    found = [
        *_parallels(sentence),
        *_lists(sentence),
        *_documents(sentence),
        *_quoted(sentence, places),
        *_built(sentence),
        *_trials(sentence),
        *_subjects(sentence, places),
        *_works(sentence),
        *_counted(sentence, article),
    ]
    kept: list[Name] = []
    for each in found:
        if not any(each.start < other.end and other.start < each.end for other in kept):
            kept.append(each)
    return tuple(sorted(kept, key=lambda each: each.start))


def _parallels(sentence: str) -> Iterator[Name]:
    """Find clauses that begin alike, "突破…;突破…;突破…": one programme of several parts."""
    clauses = [(match.start(), match.group()) for match in re.finditer(r"[^；。…]+", sentence)]
    begun = Counter(text[:2] for _, text in clauses if _is_plain_chinese(text[:2]))
    for begin, times in begun.items():
        if times >= _LEAST_PARALLEL and any(re.search(one_of("actions"), text) for _, text in clauses):
            parts = [(at, text) for at, text in clauses if text.startswith(begin)]
            title = f"{_CHINESE_DIGITS.get(times, str(times))}个“{begin}”"
            at, text = parts[-1]
            yield Name(title, core_of(title), parts[0][0], at + len(text), "parallel", f"{times} clauses begin alike")


_CHINESE_DIGITS: Final = dict(zip(range(3, 11), "三四五六七八九十", strict=True))


def _lists(sentence: str) -> Iterator[Name]:
    """Find the members of "A、B等一系列改革"."""
    for match in re.finditer(rf"等(?![^{_STOPS}]{{0,18}}方面)[^{_STOPS}]{{0,18}}?{one_of('sums')}", sentence):
        begins = _clause_start(sentence, match.start())
        clause = sentence[begins : match.start()]
        if re.match(r"(?:依托|通过|围绕|紧盯|聚焦|针对|利用|借助|整合|结合|紧扣|学习|借鉴)", clause):
            continue
        parts = list(re.finditer(r"“[^”]*”[^、“]*|[^、“]+", clause))
        for n, part in enumerate(parts):
            if not clause[part.end() :].startswith("“") or part.group().startswith("“"):
                yield from _member(begins + part.start(), part.group(), first=n == 0, alone=len(parts) == 1)


def _member(at: int, part: str, *, first: bool, alone: bool) -> Iterator[Name]:
    cut = _after_action(part) if first else 0
    title = part[cut:]
    quoted = title.startswith("“")
    if alone and not quoted and not re.search(rf"{one_of('heads')}$", title):
        return
    if (quoted and not _is_motto(title.strip("“”"))) or (not quoted and _is_name(title) and not title[0].isdigit()):
        yield Name(title, core_of(title), at + cut, at + len(part), "list", "one of a list of reforms")


def _documents(sentence: str) -> Iterator[Name]:
    for match in re.finditer(r"《([^《》]{4,60})》", sentence):
        title, before = match.group(1), _before(sentence, match.start(), 30)
        ours = re.search(rf"{one_of('actions')}[^，。；]*$", before) or re.match(
            rf"(?:项目|案例)?{one_of('honours', 'given')}|地方标准|团体标准", sentence[match.end() :]
        )
        kind = re.search(rf"{one_of('documents')}$", title)
        others = any(word in title for word in words("foreign_documents"))
        regarded = re.search(rf"{one_of('regards')}[^，]*$", before)
        if (ours or kind) and not others and not regarded and len(title) <= _LONGEST_DOCUMENT:
            tail = re.match(r"(?:地方|团体|行业|国家)标准", sentence[match.end() :])
            end = match.end() + (tail.end() if tail else 0)
            yield Name(sentence[match.start() : end], core_of(title), match.start(), end, "document", "a written rule")


def _quoted(sentence: str, places: Sequence[Span]) -> Iterator[Name]:
    """Find quoted terms that an action brings about, that a head follows, or that others honoured."""
    accepted_until = -1
    for match in re.finditer(r"“([^“”]{1,40})”", sentence):
        inner, start, end = match.group(1), match.start(), match.end()
        before, after = _before(sentence, start, 40), sentence[end : end + 24]
        if re.search(rf"{one_of('regards')}[^，]*$", before) or _is_slogan(inner, start + 1, places):
            continue
        tail = _tail(after)
        why = _why_quoted(inner, before, after, tail, adjacent=accepted_until in (start, start - 1))
        if why is None or (_is_motto(inner) and not why.startswith("honoured")):
            continue
        lead = _lead(before)
        title = sentence[start - lead : end + tail]
        core = inner if _stands_alone(inner) else core_of(title)
        yield Name(title, core, start - lead, end + tail, "quoted", why)
        accepted_until = end


def _why_quoted(inner: str, before: str, after: str, tail: int, *, adjacent: bool) -> str | None:
    """Say why a quoted term is a name; None if it is a figure of speech, a wish, or the title of an honour."""
    if re.match(rf"的“|[^，。；“”]{{0,2}}{one_of('thoughts')}", after) or _is_honour(inner, before):
        return None
    if re.match(rf"(?:项目|案例|做法|经验|改革)?(?:，|也|又|还)?{one_of('honours', 'given')}", after):
        return "honoured by others"
    if _is_wish(before):
        return None
    whole = len(inner) >= _SHORTEST_QUOTED
    reasons = {
        "brought about by the verb before it": whole and _is_object(before),
        "what the sentence acts by": whole
        and re.search(r"(?:^|，|；|。)$", before)
        and re.match(one_of("actions"), after),
        "named by the noun after it": tail,
        "told as a brand": re.match(r"为(?:品牌|抓手|载体|统领)", after) and before.endswith("以"),
        "beside another name": adjacent,
        "the subject of a place": re.search(r"^[^，。]{2,8}的$", before) and after[:1] in "，“",
    }
    return next((why for why, holds in reasons.items() if holds), None)


def _is_honour(inner: str, before: str) -> bool:
    given = re.search(rf"({one_of('honours', 'given')})[^，。；]{{0,8}}$", before)
    return given is not None and (given[1] != "创建" or re.search(one_of("levels", "national"), inner) is not None)


def _is_object(before: str) -> bool:
    """Tell whether an action stands before a quotation mark, with nothing between that takes its object's place."""
    for action in re.finditer(rf"{one_of('actions')}(?:了|出|起|好)?", before):
        between = before[action.end() :]
        if (
            len(between) > _REACHES
            or between.startswith("的")
            or re.search(rf"[，。；：、“”]|{one_of('heads')}(?:的|中|内|里)?$|[用以向对把]$", between)
        ):
            continue
        bare = action.group().rstrip("了出起好")
        if bare not in _AMBIGUOUS or _starts_action(before[: action.start()]):
            return True
    return False


def _stands_alone(inner: str) -> bool:
    """Tell whether a quoted term is a name by itself: not "20条", not "晨星" without its 工程."""
    return len(inner) > _SHORTEST_QUOTED - 1 and not re.fullmatch(r"[\d一二三四五六七八九十]+.{1,2}", inner)


def _tail(after: str) -> int:
    """Return how many characters after a quotation mark belong to the name: "…”集成服务改革"."""
    match = re.match(rf"[^{_STOPS}“”、的]{{0,12}}?(?:{one_of('heads')}|{one_of('tails')})+", after)
    if match is None or re.search(_NO_NOUN, match.group()):
        return 0
    longer = re.match(rf"[^{_STOPS}“”、的]{{0,12}}(?:{one_of('heads')}|{one_of('tails')})", after)
    best = longer if longer and not re.search(_NO_NOUN, longer.group()) else match
    return best.end()


def _lead(before: str) -> int:
    """Return how many characters before a quotation mark belong to the name: "农业农村优先发展“20条”"."""
    action = re.search(rf"{one_of('actions')}(?:了|出|起|好)?(?P<between>[^，。；：“”、]{{2,{_REACHES}}})$", before)
    if action is None:
        return 0
    between = action["between"]
    inner = list(re.finditer(one_of("actions"), between))
    if inner:
        between = between[inner[-1].end() :]
    between = re.sub(r"^(?:了|出|起|好)|.*(?:的|对|把|和|与|以|全市|名为|叫|一批|系列)", "", between)
    return len(between) if _is_plain_chinese(between) and not re.search(r"[\d在向]", between) else 0


def _built(sentence: str) -> Iterator[Name]:
    """Find what was built or set up: the object of an action, up to its last head."""
    for action in re.finditer(one_of("actions"), sentence):
        before = _before(sentence, action.start(), 30)
        if action.group() in _AMBIGUOUS and not _starts_action(before):
            continue
        if _in_quotes(sentence, action.start()) or _is_wish(before):
            continue
        start = action.end()
        stretch = re.match(rf"[^{_STOPS}“”《》]{{1,60}}", sentence[start:])
        if stretch:
            first = bool(re.search("率先|首", before[-12:] + action.group()))
            yield from _objects(start, stretch.group(), sentence[start + stretch.end() :][:1], first=first)


def _objects(start: int, stretch: str, following: str, *, first: bool) -> Iterator[Name]:
    ends = [match.end() for match in re.finditer(one_of("heads"), stretch)]
    ends = [end for end in ends if _may_end(stretch[end:] or following)]
    if not ends:
        return
    phrase = stretch[: ends[-1]]
    kept = re.search(r"相结合的", phrase) or first
    cut = max((match.end() for match in re.finditer(r"的|等(?:\d+[个项家])?|全市|全县|全区", phrase)), default=0)
    if kept and not _is_name(phrase[cut:]):
        cut = 0
    for part in re.finditer(r"[^、]+", phrase[cut:]):
        at = cut + part.start()
        lead = _leading_actions(part.group())
        title = part.group()[lead:]
        if re.search(rf"{one_of('heads')}$", title) and _is_name(title, 3) and not re.search(_NO_OBJECT, title):
            yield Name(
                title,
                _without_new(title),
                start + at + lead,
                start + at + lead + len(title),
                "built",
                "built or set up",
            )


def _trials(sentence: str) -> Iterator[Name]:
    """Find the short object of 推行, 实行, 首创: "推行集团化办学"."""
    for match in re.finditer(rf"{one_of('trials')}(?:了|的是)?([\u4e00-\u9fff]{{4,12}})(?=[，。；])", sentence):
        before = _before(sentence, match.start(), 30)
        fit = _is_name(match[1], 3) and not re.search(_NO_OBJECT, match[1]) and "的" not in match[1]
        if fit and not _in_quotes(sentence, match.start()) and not _is_wish(before):
            yield Name(
                match[1], core_of(match[1]), match.start(1), match.end(1), "built", "put on trial, or into force"
            )


_NO_OBJECT: Final = r"^(?:全国|全省|国家级|省级|市级|\d)|[以为把对将在]"


def _subjects(sentence: str, places: Sequence[Span]) -> Iterator[Name]:
    """Find "某市…机制，" at the head of a sentence, and a pilot zone that acts."""
    for start, end in places:
        noun = re.match(rf"[^{_STOPS}“”、的]{{2,16}}?{one_of('heads')}(?=，)", sentence[end:])
        if start <= 1 and noun and _is_name(noun.group()) and not _tells_action(noun.group()):
            yield Name(
                noun.group(), core_of(noun.group()), end, end + noun.end(), "subject", "what the sentence is about"
            )
        if start <= 1 and re.search("(?:试验区|示范区|先行区)$", sentence[start:end]):
            title = sentence[start:end]
            yield Name(title, core_of(title), start, end, "subject", "a pilot zone that acts")


def _tells_action(noun: str) -> bool:
    return re.search(rf"[在以为把对将]|.{one_of('actions')}", noun) is not None


def _works(sentence: str) -> Iterator[Name]:
    """Find work that a meeting was held on: "召开…工作推进会", "对…工作进行部署"."""
    pattern = r"(?:对|召开)(?:全市|全县|全区|全省)?([^，。；、“”的]{4,16}?)工作(?:推进会|现场会|会议|进行)"
    for match in re.finditer(pattern, sentence):
        if _is_name(match[1]):
            yield Name(match[1], core_of(match[1]), match.start(1), match.end(1), "work", "a meeting was held on it")


def _counted(sentence: str, article: str) -> Iterator[Name]:
    """Find a noun that is counted and comes back in the article: "口袋公园已突破1000处"."""
    for match in re.finditer(rf"\d(?:余|多)?家(?:国家级|省级|市级)?({one_of('classes')})", sentence):
        yield Name(match[1], core_of(match[1]), match.start(1), match.end(1), "counted", "a class of firms, counted")
    noun_formed = rf"(?:[，；的、]|^)([^{_STOPS}“”、的]{{2,14}}{one_of('heads')})"
    formed = noun_formed + "(?:加快|初步|基本|已然|正在|已)(?:形成|成型|建成)"
    for match in re.finditer(formed, sentence):
        if _is_name(match[1]):
            yield Name(match[1], core_of(match[1]), match.start(1), match.end(1), "counted", "told as formed")
    pattern = (
        r"(?:目前|全市|全县|全区|我市|我县|截至目前)[，]?(?:全市|全县|全区)?([^，。；、“”的\d]{3,12}?)"
        r"(?:从业人员|总数|已)*(?:突破|达到?|超过|增至)[约近]?\d"
    )
    for match in re.finditer(pattern, sentence):
        noun = match[1]
        if article.count(noun) >= _LEAST_COUNTED or noun.endswith("集群"):
            yield Name(noun, core_of(noun), match.start(1), match.end(1), "counted", "counted, and named again")


def _starts_action(before: str) -> bool:
    return bool(_BEFORE_AMBIGUOUS.search(before) or re.search(rf"{one_of('actions')}(?:了|和)?$", before))


def _is_wish(before: str) -> bool:
    """Tell whether an action is a purpose or a plan: "为打造…", "将进一步建立…"."""
    clause = re.split(rf"[{_STOPS}]", before)[-1]
    return (
        re.search(
            rf"(?:^|[^作成认称])(?:{one_of('wishes')})(?:全力|加快|着力|推动|助力|更好)?{one_of('actions')}*$", clause
        )
        is not None
    )


def _is_slogan(inner: str, at: int, places: Sequence[Span]) -> bool:
    return any(end == at + len(inner) and start > at for start, end in places)


def _is_motto(inner: str) -> bool:
    """Tell whether a quoted stretch is a thought put in words rather than a name."""
    return len(inner) > _LONGEST_QUOTED or any(mark in inner for mark in "，、；。！？")


def _is_name(title: str, least: int = 2) -> bool:
    """Tell whether so many characters are left of a noun when plain words and its head are taken away."""
    rest = re.sub(rf"{one_of('plain')}|{one_of('heads')}|[性化式型级、]", "", _MARKS.sub("", title))
    return _SHORTEST <= len(title) <= _LONGEST and least <= len(rest)


def _without_new(title: str) -> str:
    return core_of(re.sub(r"新(?:路径|路子|模式|机制|体系)$", "", title))


def _may_end(following: str) -> bool:
    """Tell whether a noun may end before these characters."""
    return not following or following[0] not in "的化制型级性内上下里员长法层商院办委工举措实"


def _leading_actions(text: str) -> int:
    match = re.match(rf"(?:{one_of('actions')}|了|出|起|好|以|新的|一批|一个|一套|全市|并)*", text)
    return match.end() if match and len(text) - match.end() >= _SHORTEST else 0


def _after_action(part: str) -> int:
    """Return where the object of the last action before it begins; 0 if there is none."""
    head = part.split("“", maxsplit=1)[0]
    found = 0
    for match in re.finditer(rf"({one_of('actions')})(?:了|出|起|好|的)*", head):
        sure = match[1] not in _AMBIGUOUS or _starts_action(head[: match.start()])
        if sure and match.end() < len(part) and match.start() <= _REACHES:
            found = match.end()
    return found


def _clause_start(sentence: str, at: int) -> int:
    depth = 0
    for n in range(at - 1, -1, -1):
        depth += (sentence[n] == "”") - (sentence[n] == "“")
        if depth <= 0 and sentence[n] in _STOPS:
            return n + 1
    return 0


def _before(sentence: str, at: int, reach: int) -> str:
    return sentence[max(0, at - reach) : at]


def _in_quotes(sentence: str, at: int) -> bool:
    return any(sentence.count(opened, 0, at) > sentence.count(closed, 0, at) for opened, closed in ("“”", "《》"))


@cache
def _plain_chinese() -> re.Pattern[str]:
    return re.compile(r"[\u4e00-\u9fff]+")


def _is_plain_chinese(text: str) -> bool:
    return len(text) > 1 and _plain_chinese().fullmatch(text) is not None
