/* Beside the map: how many incidents, the table, what could not be located and why, the sources. */
"use strict";

(() => {
  const { element, plural, count } = farsakh;
  const STEP = 100; // reasons and incidents that are listed

  farsakh.panel = (page, value) => {
    const panel = page.root.querySelector(".farsakh-panel");
    const { data } = page;
    const credits = (title, lines) => [element("h3", {}, title), element("ul", {}, lines.map((line) => element("li", { dir: "auto" }, line)))];
    const table = data.n
      ? [element("h2", { id: "farsakh-table", tabindex: "-1" }, "Incidents"), farsakh.search(page), ...farsakh.table(page)]
      : [element("p", {}, "There are no incidents.")];
    panel.append(...[data.n ? summary(page) : null, ...table, missing(page),
      element("details", { class: "farsakh-sources" }, element("summary", {}, "Sources and licences"),
        credits("Data", value.sources), credits("Drawn with", value.code))].filter(Boolean));
  };

  function summary(page) {
    const { data } = page;
    let [points, areas, rest, again] = [0, 0, 0, 0];
    for (let row = 0; row < data.n; row += 1) {
      if (data.repeats(row)) again += 1;
      else if (data.pinned(row)) points += 1;
      else if (page.drawable(row)) areas += 1;
      else rest += 1;
    }
    return element("p", { class: "farsakh-summary" }, element("strong", {}, plural(points + areas + rest, "incident", "incidents")),
      `: ${count(points)} with a point, ${count(areas)} known only by area, ${count(rest)} not located.`,
      again ? ` ${plural(again, "entry repeats another; it is", "entries repeat others; they are")} listed, not counted.` : null);
  }

  /* A text is shown once: in a plain table it is the description itself. */
  const prose = (text, row) => (text("text", row) === text("location_text", row) ? null : text("text", row));

  function missing(page) {
    const { data } = page;
    const { text } = data;
    const reasons = new Map();
    let many = 0;
    for (let row = 0; row < data.n; row += 1) {
      if (page.drawable(row) || data.repeats(row)) continue;
      many += 1;
      const why = text("why", row) || "No place was given";
      if (!reasons.has(why)) reasons.set(why, []);
      reasons.get(why).push(row);
    }
    if (!many) return null;
    const more = (rows) => (rows > STEP ? element("li", {}, `and ${count(rows - STEP)} more`) : null);
    return element("details", { class: "farsakh-missing" },
      element("summary", {}, `Not located (${count(many)})`),
      [...reasons].slice(0, STEP).map(([why, of]) => element("section", {}, element("h3", { dir: "auto" }, why),
        element("ul", {}, of.slice(0, STEP).map((row) => element("li", { dir: "auto" },
          element("b", {}, text("location_text", row) || data.where(row) || data.kind(row)), " ", prose(text, row) || "")),
        more(of.length)))));
  }
})();
