"""Find the names of what was built, set up, put on trial, met about or counted, without quotation marks."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from explorer.tagger.clauses import AMBIGUOUS, STOPS, in_quotes, is_name, is_wish, preceding, starts_action
from explorer.tagger.name import Name, core_of
from explorer.tagger.signals import one_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from explorer.tagger.name import Span

_NO_OBJECT: Final = r"^(?:全国|全省|国家级|省级|市级|\d)|[以为把对将在]"


_SHORTEST, _LEAST_COUNTED = 4, 2


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
