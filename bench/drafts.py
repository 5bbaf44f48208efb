"""
Measure the drafts: `python bench/drafts.py [ARTICLE]`.

First on an article whose reforms were recorded by hand. They are not shown to the drafts. A draft is given to the
recorded reform whose title or alias is most like its name, if both cite a common paragraph and the names are alike
enough. Places, figures and honours count as right only on drafts of the same reform; those of a reform that was not
found count as missed. The rules were tuned on this article, so its table is the best case.

Then on the articles of `tests/tagger/unseen`, which were written and labelled before the rules were tried on them:
what was found at first sight, and what is found since the general causes of their misses were looked into. An article
of which both are the same was held back.

Where the drafts fail: a thing that carries no quotation marks and ends with no known head (司机之家, 零工市场); a name
in the words of a speaker (‘农资先用后付’); figures of a paragraph's opening that belong to no programme
(制造业总量约占全省的1/10); an honour of two subjects is one honour; of two programmes before a figure the nearest is
taken, which may not be the one meant; ``origin`` is told only by 首创, 首推, 率先, 创新, where people also infer it;
and a section's heading may tell a theme that its last paragraphs leave.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import geodata
from explorer.drafting.matching import likeness
from explorer.drafting.pipeline import draft
from explorer.importing import seed
from explorer.records.models import source_of

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
import labelled
from labelled import COUNTED, Score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from explorer.drafting.draft import Draft
    from explorer.records.models import Reform

ROOT = Path(__file__).resolve().parent.parent
SOURCE = "weifang-2025"
LIKE = 0.6


def main(article: Path) -> None:
    """Print both tables, each with every miss."""
    recorded(article)
    unseen()


def unseen() -> None:
    """Print how much of the labelled articles was found at first sight, and is found now."""
    scores = [(article, labelled.score(article)) for article in labelled.articles()]
    first, now = Score(), Score()
    print(f"\n{'':24}" + "".join(f"{kind:>14}  " for kind in COUNTED))
    for article, score in scores:
        before = Score(**article.first)
        first.add(before)
        now.add(score)
        _line(f"{article.name} first", before)
        _line(f"{'':{len(article.name)}} now", score)
    _line("all first", first)
    _line("all now", now)
    for article, score in scores:
        for fault in score.faults:
            print(f"    {article.name}  {fault}")


def _line(name: str, score: Score) -> None:
    told = ((right, of, right / max(of, 1)) for right, of in (getattr(score, kind) for kind in COUNTED))
    print(f"{name:24}" + "".join(f"{right:>5}/{of:<4}{share:>5.0%}  " for right, of, share in told))


def recorded(article: Path) -> None:
    """Print the table of an article whose reforms are recorded."""
    reforms = [each for each in seed.read(ROOT / "cases.geojson").reforms if _cites(each.citations)]
    drafts = draft(article.read_text(encoding="utf-8"), geodata.load("370700"), source=SOURCE)
    given = {one.id: _given(one, reforms) for one in drafts}
    pairs = {each.id: [one for one in drafts if given[one.id] == each.id] for each in reforms}
    told = {one.id for ones in pairs.values() for one in ones}
    noise = [one for one in drafts if one.id not in told]
    missed = [each for each in reforms if not pairs[each.id]]
    print(f"{'':32}{'right':>7}{'of':>6}{'share':>8}")
    _row("reforms found", len(reforms) - len(missed), len(reforms))
    _row("drafts that are no reform", len(noise), len(drafts))
    _places(reforms, pairs)
    _facts("figures", reforms, pairs, lambda each: (str(each.value), each.unit, each.qualifier))
    _facts("figures, qualifier aside", reforms, pairs, lambda each: (str(each.value), each.unit))
    _facts("honours", reforms, pairs, lambda each: (each.level, each.kind))
    themed = [(each, pairs[each.id][0]) for each in reforms if pairs[each.id]]
    _row("themes of those found", sum(one.theme == each.theme for each, one in themed), len(themed))
    rows = [(each, row) for each in reforms for row in each.reach if _cites(row.sources) and pairs[each.id]]
    known = sum(
        any(mine.place == row.place and mine.status == row.status for one in pairs[each.id] for mine in one.reach)
        for each, row in rows
    )
    _row("statuses of those found", known, len(rows))
    print("\nnot found:", *(f"  {each.title_zh}" for each in missed), sep="\n")
    print(
        "\nno reform:",
        *(f"  {one.title_zh} ({one.reach[0].source if one.reach else '-'}, {one.draft.score})" for one in noise),
        sep="\n",
    )


def _given(one: Draft, reforms: Sequence[Reform]) -> str | None:
    """Return the id of the recorded reform that a draft is; None if it is none."""
    best = max(reforms, key=lambda each: _alike(one, each))
    return best.id if _alike(one, best) >= LIKE else None


def _alike(one: Draft, reform: Reform) -> float:
    ours = (one.title_zh, *one.aliases_zh)
    theirs = (reform.title_zh, *reform.aliases_zh)
    cited = {each for row in one.reach for each in row.sources} & set(reform.citations)
    return max(likeness(a, b) for a in ours for b in theirs) if cited else 0


def _places(reforms: Sequence[Reform], pairs: dict[str, list[Draft]]) -> None:
    wanted = {(each.id, row.place) for each in reforms for row in each.reach if _cites(row.sources)}
    proposed = {(each.id, row.place) for each in reforms for one in pairs[each.id] for row in one.reach}
    of_found = {each for each in wanted if pairs[each[0]]}
    _row("reach rows", len(wanted & proposed), len(wanted))
    _row("reach rows of those found", len(of_found & proposed), len(of_found))
    _row("proposed rows that are right", len(wanted & proposed), len(proposed))
    for reform, place in sorted(wanted ^ proposed):
        print(f"    {'missed' if (reform, place) in wanted else 'wrong '} {reform} {place}")


def _facts(
    name: str, reforms: Sequence[Reform], pairs: dict[str, list[Draft]], key: Callable[..., tuple[object, ...]]
) -> None:
    kind = name.partition(",")[0]
    right = wanted = proposed = 0
    for each in reforms:
        theirs = [key(fact) for fact in getattr(each, kind) if _cites([fact.source])]
        ours = [key(fact) for one in pairs[each.id] for fact in getattr(one, kind)]
        proposed += len(ours)
        wanted += len(theirs)
        for fact in theirs:
            if fact in ours:
                ours.remove(fact)
                right += 1
            elif name == kind:
                print(f"    missed {each.id} {fact}")
    _row(name, right, wanted)
    if name == kind:
        _row(f"{name} proposed, recorded so", right, proposed)


def _row(name: str, right: int, of: int) -> None:
    print(f"{name:32}{right:>7}{of:>6}{right / max(of, 1):>8.0%}")


def _cites(citations: Iterable[str]) -> bool:
    return any(source_of(each) == SOURCE for each in citations)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "source" / "weifang-micro-reforms.txt")
