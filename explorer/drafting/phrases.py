"""Find what was built, set up, put on trial or counted, without quotation marks, in the clauses of a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from explorer.drafting.signals import one_of, words

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


MARKS: Final = re.compile("[“”‘’《》「」]")
STOPS: Final = "，。；：！？…—（）\n"
AMBIGUOUS: Final = frozenset({"创新", "改革", "试点", "深化", "探索"})
_BEFORE_AMBIGUOUS: Final = re.compile(
    r"(?:^|[，；：、“”…—]|市|县|区|委|府|局|部门|积极|大力|着力|持续|全面|扎实|率先|先后|系统|高水平|精准|公司|银行|镇|乡|街道|村|始终|还|已|全力|共同|又)$"
)
REACHES: Final = 14  # characters between an action and its object
_NEAR: Final = 8  # characters, more than an action has: a whole sentence looked through for each word takes minutes
_LONGEST_CLAUSE: Final = 400  # characters: a list of reforms without end is none
_SHORTEST_CLAUSE, _LONGEST = 4, 24  # characters of a name without quotation marks
_NO_OBJECT: Final = r"^(?:全国|全省|国家级|省级|市级|\d)|[以为把对将在]"
_SHORTEST, _LEAST_COUNTED = 4, 2


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
    bare = MARKS.sub("", title)
    return re.sub(r"(?<=.{3})(?:建设|工作|品牌|活动|目标|专属产品)$", "", bare)


def starts_action(before: str) -> bool:
    """Tell whether a word that may also be part of a noun, such as 改革, is a verb after these words."""
    near = before[-_NEAR:]
    return bool(_BEFORE_AMBIGUOUS.search(near) or re.search(rf"{one_of('actions')}(?:了|和)?$", near))


def is_wish(before: str) -> bool:
    """Tell whether an action is a purpose or a plan: "为打造…", "将进一步建立…"."""
    clause = re.split(rf"[{STOPS}]", before)[-1]
    return (
        re.search(
            rf"(?:^|[^作成认称])(?:{one_of('wishes')})(?:全力|加快|着力|推动|助力|更好)?{one_of('actions')}*$", clause
        )
        is not None
    )


def is_name(title: str, least: int = 2) -> bool:
    """Tell whether so many characters are left of a noun when plain words and its head are taken away."""
    rest = re.sub(rf"{one_of('plain')}|{one_of('heads')}|[性化式型级、]", "", MARKS.sub("", title))
    return _SHORTEST_CLAUSE <= len(title) <= _LONGEST and least <= len(rest)


def after_action(part: str) -> int:
    """Return where the object of the last action before it begins; 0 if there is none."""
    head = part[: REACHES + _NEAR].split("“", maxsplit=1)[0]
    found = 0
    for match in re.finditer(rf"({one_of('actions')})(?:了|出|起|好|的)*", head):
        sure = match[1] not in AMBIGUOUS or starts_action(head[: match.start()])
        if sure and match.end() < len(part) and match.start() <= REACHES:
            found = match.end()
    return found


def clause_start(sentence: str, at: int) -> int:
    """Return where the clause of a character begins; marks within quotation marks part nothing."""
    depth = 0
    nearest = max(at - _LONGEST_CLAUSE, 0)
    for n in range(at - 1, nearest - 1, -1):
        depth += (sentence[n] == "”") - (sentence[n] == "“")
        if depth <= 0 and sentence[n] in STOPS:
            return n + 1
    return nearest


def preceding(sentence: str, at: int, reach: int) -> str:
    """Return the characters before one, at most so many."""
    return sentence[max(0, at - reach) : at]


def in_quotes(sentence: str, at: int) -> bool:
    """Tell whether a character stands within quotation marks."""
    return any(sentence.count(opened, 0, at) > sentence.count(closed, 0, at) for opened, closed in ("“”", "《》"))


@cache
def _plain_chinese() -> re.Pattern[str]:
    return re.compile(r"[\u4e00-\u9fff]+")


def is_plain_chinese(text: str) -> bool:
    """Tell whether a text is two or more Chinese characters and nothing else."""
    return len(text) > 1 and _plain_chinese().fullmatch(text) is not None


def built(sentence: str) -> Iterator[Name]:
    """Find what was built or set up: the object of an action, up to its last head; and what others build on."""
    yield from _grounds(sentence)
    for action in re.finditer(one_of("actions"), sentence):
        before = preceding(sentence, action.start(), 30)
        if action.group() in AMBIGUOUS and not starts_action(before):
            continue
        start = action.end()
        is_honoured = re.compile(one_of("honours", "given")).match(
            sentence, start
        )  # …改革获评…: what it got is no name
        if is_honoured or in_quotes(sentence, action.start()) or is_wish(before):
            continue
        stretch = _stretch().match(sentence, start)
        if stretch:
            first = bool(re.search("率先|首", before[-12:] + action.group()))
            ends = _ends_of_deeds() if action.group() in words("doing") else _ends()
            yield from _objects(start, stretch.group(), sentence[stretch.end() :][:1], ends, first=first)


@cache
def _stretch() -> re.Pattern[str]:
    """Match what an action may bring about, up to what it was honoured with."""
    return re.compile(rf"(?:(?!{one_of('honours', 'given')})[^{STOPS}“”《》]){{1,60}}")


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(one_of("heads"))


@cache
def _ends_of_deeds() -> re.Pattern[str]:
    """Match what is done, too: 适老化改造, 巡诊."""
    return re.compile(f"{one_of('heads')}|{one_of('deeds')}")


def _grounds(sentence: str) -> Iterator[Name]:
    """Find what is told as the ground of other things: "以毛衫产业大脑为底座"."""
    ground = "(?:底座|抓手|载体|依托|支撑|牵引|统领|引领|龙头|平台)"
    pattern = rf"(?:^|[，；：市县区])以([^{STOPS}“”、的]{{4,16}}{one_of('heads')})(?:建设)?为{ground}"
    for match in re.finditer(pattern, sentence):
        if is_name(match[1], 3):
            yield Name(match[1], core_of(match[1]), match.start(1), match.end(1), "built", "what others build on")


def _objects(start: int, stretch: str, following: str, heads: re.Pattern[str], *, first: bool) -> Iterator[Name]:
    ends = [match.end() for match in heads.finditer(stretch)]
    ends = [end for end in ends if _may_end(stretch[end:] or following)]
    if not ends:
        return
    phrase = stretch[: ends[-1]]
    kept = re.search(r"相结合的", phrase) or first
    cut = max((match.end() for match in re.finditer(r"的|等(?:\d+[个项家])?|全市|全县|全区", phrase)), default=0)
    if kept and not is_name(phrase[cut:]):
        cut = 0
    for part in re.finditer(r"[^、]+", phrase[cut:]):
        at = cut + part.start()
        lead = _leading_actions(part.group())
        title = part.group()[lead:]
        if re.search(rf"(?:{heads.pattern})$", title) and is_name(title, 3) and not re.search(_NO_OBJECT, title):
            yield Name(
                title,
                _without_new(title),
                start + at + lead,
                start + at + lead + len(title),
                "built",
                "built or set up",
            )


def trials(sentence: str) -> Iterator[Name]:
    """Find the short object of 推行, 实行, 首创: "推行集团化办学"; and whom a thing was put in charge of: 库长制."""
    yield from _offices(sentence)
    for match in re.finditer(rf"{one_of('trials')}(?:了|的是)?([\u4e00-\u9fff]{{4,12}})(?=[，。；])", sentence):
        before = preceding(sentence, match.start(), 30)
        fit = is_name(match[1], 3) and not re.search(_NO_OBJECT, match[1]) and "的" not in match[1]
        if fit and not in_quotes(sentence, match.start()) and not is_wish(before):
            yield Name(
                match[1], core_of(match[1]), match.start(1), match.end(1), "built", "put on trial, or into force"
            )


def _offices(sentence: str) -> Iterator[Name]:
    """Find 河长制, 林长制, 链长制 and their like where they are brought about, alone or in a row."""
    pattern = rf"(?:{one_of('actions')}|(?<=长制)[、和与及])了?([\u4e00-\u9fff]{{1,5}}?长制)(?![约造作品定裁])"
    for match in re.finditer(pattern, sentence):
        is_plan = is_wish(preceding(sentence, match.start(), 30))
        if not is_plan and not in_quotes(sentence, match.start(1)):
            yield Name(match[1], match[1], match.start(1), match.end(1), "built", "an office was given for it")


def subjects(sentence: str, places: Sequence[Span]) -> Iterator[Name]:
    """Find "某市…机制，" at the head of a sentence, and a pilot zone that acts."""
    for start, end in places:
        noun = re.match(rf"[^{STOPS}“”、的]{{2,16}}?{one_of('heads')}(?=，)", sentence[end:])
        if start <= 1 and noun and is_name(noun.group()) and not _tells_action(noun.group()):
            yield Name(
                noun.group(), core_of(noun.group()), end, end + noun.end(), "subject", "what the sentence is about"
            )
        if start <= 1 and re.search("(?:试验区|示范区|先行区)$", sentence[start:end]):
            title = sentence[start:end]
            yield Name(title, core_of(title), start, end, "subject", "a pilot zone that acts")


def _tells_action(noun: str) -> bool:
    return re.search(rf"[在以为把对将]|.{one_of('actions')}", noun) is not None


def works(sentence: str) -> Iterator[Name]:
    """Find work that a meeting was held on: "召开…工作推进会", "对…工作进行部署"."""
    pattern = r"(?:对|召开)(?:全市|全县|全区|全省)?([^，。；、“”的]{4,16}?)工作(?:推进会|现场会|会议|进行)"
    for match in re.finditer(pattern, sentence):
        if is_name(match[1]):
            yield Name(match[1], core_of(match[1]), match.start(1), match.end(1), "work", "a meeting was held on it")


def counted(sentence: str, article: str) -> Iterator[Name]:
    """Find a noun that is counted and comes back in the article: "口袋公园已突破1000处"."""
    for match in re.finditer(rf"\d(?:余|多)?家(?:国家级|省级|市级)?({one_of('classes')})", sentence):
        yield Name(match[1], core_of(match[1]), match.start(1), match.end(1), "counted", "a class of firms, counted")
    noun_formed = rf"(?:[，；的、]|^)([^{STOPS}“”、的]{{2,14}}{one_of('heads')})"
    formed = noun_formed + "(?:加快|初步|基本|已然|正在|已)(?:形成|成型|建成)"
    for match in re.finditer(formed, sentence):
        if is_name(match[1]):
            yield Name(match[1], core_of(match[1]), match.start(1), match.end(1), "counted", "told as formed")
    pattern = (
        r"(?:目前|全市|全县|全区|我市|我县|截至目前)[，]?(?:全市|全县|全区)?([^，。；、“”的\d]{3,12}?)"
        r"(?:从业人员|总数|已)*(?:突破|达到?|超过|增至)[约近]?\d"
    )
    for match in re.finditer(pattern, sentence):
        noun = match[1]
        if article.count(noun) >= _LEAST_COUNTED or noun.endswith("集群"):
            yield Name(noun, core_of(noun), match.start(1), match.end(1), "counted", "counted, and named again")


def _without_new(title: str) -> str:
    return core_of(re.sub(r"新(?:路径|路子|模式|机制|体系)$", "", title))


def _may_end(following: str) -> bool:
    """Tell whether a noun may end before these characters."""
    return not following or following[0] not in "的化制型级性内上下里员长法层商院办委工举措实"


def _leading_actions(text: str) -> int:
    match = re.match(rf"(?:{one_of('actions')}|了|出|起|好|以|新的|一批|一个|一套|全市|并)*", text)
    return match.end() if match and len(text) - match.end() >= _SHORTEST else 0
