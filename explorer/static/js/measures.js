// What the map shows of a measure: shade, number and words of each place.

export function measureLook(counts, { names, words, signs, language }) {
  const own = counts.measure === "reforms" && counts.per === "county";

  function measured(code) {
    const divided = counts.per !== "county" && code in counts.places;
    return (divided ? words.rated : words.measured)
      .replace("{measure}", words.measures[counts.measure])
      .replace("{per}", words.per[counts.per])
      .replace("{n}", counts.shown[code]);
  }

  function said(code) {
    const { here, zones } = counts.places[code] ?? { here: counts.zones[code], zones: 0 };
    const parts = own || counts.shown[code] === null ? [] : [measured(code)];
    parts.push(here ? words.here.replace("{n}", here) : words.none);
    if (zones) parts.push(words.zones.replace("{n}", zones));
    if (names[code].kind === "zone") parts.push(words.approximate);
    return parts.join(language === "zh" ? "，" : ", ");
  }

  return {
    shade: (code) => String(counts.places[code].shade ?? "none"),
    text: (code) => counts.shown[code] ?? signs.none,
    holds: (zone) => counts.shown[zone] !== null,
    undated: () => false,
    said,
  };
}
