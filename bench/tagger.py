"""Print how fast texts are tagged, beside the bare automaton, plain search, and other taggers if they are installed."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from importlib import import_module, util
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick

from explorer.tagging import tag
from explorer.tagging.gazetteer import gazetteer

if TYPE_CHECKING:
    from collections.abc import Callable

ARTICLE = Path(__file__).parents[2] / "shared" / "source" / "weifang-micro-reforms.txt"
N_BYTES, N_SLOW_BYTES = 20_000_000, 200_000  # the others are timed on little, else it takes minutes
ROUNDS = 3
VERBS = ("出台办法", "召开会议", "推广做法", "启动试点", "发布消息", "建成项目", "签署协议", "公布名单", "开展调研")
THINGS = ("数字农业", "一窗受理", "社区养老", "人才公寓", "高标准农田", "职业教育", "和平广场", "提高密度", "长安丘陵")
SENTENCES = 20_000


def main() -> None:
    """Measure each on the same texts; processor time of one core, the best of some rounds."""
    places = tuple(gazetteer(None).entries)
    texts = {"synthetic news": _news([each.pattern for each in places if each.form == "full"])}
    article = Path(sys.argv[1]) if len(sys.argv) > 1 else ARTICLE
    if article.exists():
        texts["the article, repeated"] = article.read_text(encoding="utf-8")
    for title, text in texts.items():
        long = text * (N_BYTES // len(text.encode()) + 1)
        _table(title, long, [each.pattern for each in places])
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory of all this: {peak_mb:,.0f} MB (the texts themselves and their mentions among it)")
    n_mb, n_s = _command(long)
    print(f"`explorer tag` on 20 MB by itself: {n_mb:,.0f} MB of memory at most, {n_s:.1f} s with all its output")
    print(f"import: {_import_s():.2f} s")


def _table(title: str, text: str, patterns: list[str]) -> None:
    bare = AhoCorasick(patterns)
    ways: dict[str, tuple[Callable[[str], object], int]] = {
        "bare automaton, all China": (bare.find_matches_as_indexes, N_BYTES),
        "explorer, region 370700": (lambda part: tag(part, "370700"), N_BYTES),
        "explorer, all China": (lambda part: tag(part, None), N_BYTES),
        "plain search, one name": (lambda part: part.count("寿光"), N_BYTES),
        **_others(),
    }
    print(f"\n{title}: {len(text.encode()) / 1e6:.0f} MB\n{'MB/s':<28}{'first':>8}{'best':>8}{'of bare':>10}")
    speeds: dict[str, float] = {}
    for name, (way, n_bytes) in ways.items():
        part = text[: n_bytes // 3]
        n_mb = len(part.encode()) / 1e6
        way(part[:20_000])
        took = [_seconds(way, part) for _ in range(ROUNDS)]
        speeds[name] = n_mb / min(took)
        of_bare = speeds[name] / speeds["bare automaton, all China"]
        print(f"{name:<28}{n_mb / took[0]:>8.1f}{speeds[name]:>8.1f}{of_bare:>10.2f}")


def _others() -> dict[str, tuple[Callable[[str], object], int]]:
    """Return other taggers that happen to be installed; none of them is needed."""
    found: dict[str, tuple[Callable[[str], object], int]] = {}
    if util.find_spec("cpca"):
        cpca = import_module("cpca")
        found["cpca"] = (lambda part: cpca.transform(part.split("。")), N_SLOW_BYTES)
    if util.find_spec("jionlp"):
        jionlp = import_module("jionlp")
        found["jionlp"] = (lambda part: [jionlp.recognize_location(each) for each in part.split("。")], N_SLOW_BYTES)
    return found


def _seconds(way: Callable[[str], object], part: str) -> float:
    start = time.process_time()
    way(part)
    return time.process_time() - start


def _news(names: list[str]) -> str:
    """Make up news that names a place every sixty characters or so, all over China."""
    random = Random(0)  # noqa: S311  # a seed is wanted here, no secret
    return "".join(
        f"{random.choice(names)}近日{random.choice(VERBS)}，就{random.choice(THINGS)}同有关部门作了深入交流，群众反映良好。"
        "大家认为，改革要从群众身边的小事做起，把方便留给群众。\n"
        for _ in range(SENTENCES)
    )


def _command(text: str) -> tuple[float, float]:
    """Return the greatest memory of the command by itself, as Linux tells it, and its processor time."""
    code = (
        "import sys, time; from explorer.cli import main; main(['tag', '-'], standalone_mode=False);"
        "print([line for line in open('/proc/self/status') if 'VmHWM' in line][0].split()[1], time.process_time(),"
        "file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], input=text.encode(), capture_output=True, check=True)
    kilobytes, seconds = done.stderr.split()[-2:]
    return int(kilobytes) / 1024, float(seconds)


def _import_s() -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import explorer.tagging.tagger"], check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
