// What the map shows of one programme: how it had reached each place by the end of a year.

// Each frame holds only the marks that differ from the one before.
export function frameAt({ frames }, year) {
  const marks = {};
  const until = frames.filter((frame, n) => n === 0 || (year === null ? true : frame.year !== null && frame.year <= year));
  for (const frame of until) Object.assign(marks, frame.marks);
  return { ...until.at(-1), marks };
}

export function programmeLook(frame, year, { names, words, signs, language }) {
  const { states, unstated, none, later } = words.programme;

  function said(code) {
    const [state, since] = frame.marks[code] ?? [];
    const parts = state ? [states[state], since ?? unstated] : [year === null ? none : later.replace("{year}", year)];
    if (names[code].kind === "zone") parts.push(words.approximate);
    return parts.join(language === "zh" ? "，" : ", ");
  }

  return {
    shade: (code) => {
      const [state, since] = frame.marks[code] ?? ["none"];
      return year !== null && since === null ? "undated" : state;
    },
    text: (code) => {
      const [state, since] = frame.marks[code] ?? [];
      return state ? `${signs[state]} ${since ?? signs.unknown}` : signs.none;
    },
    holds: (zone) => zone in frame.marks,
    undated: (zone) => year !== null && frame.marks[zone]?.[1] === null,
    said,
  };
}

// "2021: 4 of 12 counties, 1 more without a stated year"
export function reachedInWords(programme, frame, year, { words, language }) {
  const { reached, more, among, allYears } = words.programme;
  const n = frame.n_counties + (year === null ? frame.n_undated : 0);
  const parts = [reached.replace("{when}", year ?? allYears).replace("{n}", n).replace("{all}", programme.n_places)];
  if (frame.n_undated) parts.push((year === null ? among : more).replace("{n}", frame.n_undated));
  return parts.join(language === "zh" ? "，" : ", ");
}
