"""What axe-core is asked, and the screens on which pages are looked at."""

from __future__ import annotations

from pathlib import Path

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => {
  const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  const told = ({ id, nodes }) => nodes.map(({ target, failureSummary }) => [id, target.join(" "), failureSummary]);
  return violations.flatMap(told);
}"""
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
