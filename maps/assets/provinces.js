/* Provinces shaded by count: name and numbers under the pointer and on keyboard focus. */
"use strict";

(() => {
  const { draw, element, column, byRow, plural, legend } = farsakh;

  draw.provinces = (page, value) => {
    const name = column(value.name);
    const local = column(value.local);
    const killed = value.killed || [];
    const wounded = value.wounded || [];
    const untold = value.casualties_missing || [];
    const shapes = byRow(value.shape);
    const renderer = L.svg({ pane: "shading", padding: 0.6 });
    const group = L.layerGroup();

    // where an incident gives no number, the sum is a lower bound
    const losses = (row, sum, word) => (sum ? `${untold[row] ? "at least " : ""}${sum.toLocaleString("en")} ${word}` : null);
    const sentence = (row) => [plural(value.count[row], "incident", "incidents"),
      losses(row, killed[row], "killed"), losses(row, wounded[row], "wounded")].filter(Boolean).join(", ");

    for (const [row, outline] of shapes) {
      const step = value.class[row];
      const shape = L.polygon(outline, { renderer, pane: "shading", smoothFactor: 0.6,
        className: `farsakh-province ${step < 0 ? "farsakh-none" : `farsakh-step-${step}-of-${value.breaks.length}`}` });
      const title = element("strong", { dir: "auto" }, name(row) || "");
      const own = local(row) && local(row) !== name(row)
        ? element("span", { dir: "auto", class: "farsakh-local" }, local(row)) : null;
      shape.bindTooltip(element("div", {}, title, own, element("div", {}, sentence(row))),
        { sticky: true, opacity: 1, className: "farsakh-tip" });
      shape.on("add", () => {
        const drawn = shape.getElement();
        if (!value.count[row]) return;
        drawn.setAttribute("tabindex", "0");
        drawn.setAttribute("role", "img");
        drawn.setAttribute("aria-label", `${name(row)}: ${sentence(row)}`);
      });
      shape.addTo(group);
    }
    const shaded = value.count.reduce((sum, count) => sum + count, 0);
    let low = 1;
    const steps = value.breaks.map((high, i) => {
      const label = [...new Set([low, high])].map((n) => n.toLocaleString("en")).join(" – ");
      low = high + 1;
      return [`farsakh-step-${i}-of-${value.breaks.length}`, label];
    });
    if (steps.length) {
      page.shading.push({ label: "By province", layer: group,
        legend: legend("Incidents by province", shaded < value.incidents
          ? `${shaded.toLocaleString("en")} of ${plural(value.incidents, "incident", "incidents")}; the others are in no one province`
          : null, steps) });
    } else {
      group.addTo(page.map);
    }
  };
})();
