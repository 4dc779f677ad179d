/* Provinces in classes: counts of the rows that the filters leave, or numbers that were given. */
"use strict";

(() => {
  const { draw, element, texts, count, plural, reachable, Shape, TIP } = farsakh;
  const CLASSES = 5;
  const ROUND = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000];

  /* Upper ends of the classes of counts, while a filter is on: few values each, else round ones. */
  function classes(counts) {
    const distinct = [...new Set(counts)].filter(Boolean).sort((a, b) => a - b);
    if (distinct.length <= CLASSES) return distinct;
    const most = distinct.at(-1);
    const below = ROUND.filter((step) => step < most && step >= distinct[0]);
    const step = Math.ceil(below.length / (CLASSES - 1));
    return [...below.filter((_, i) => (below.length - 1 - i) % step === 0), most];
  }
  const classOf = (value, breaks) => (value > 0 ? breaks.findIndex((high) => value <= high) : -1);

  draw.provinces = (page, value) => {
    const name = texts(value.name), local = texts(value.local);
    const { rows } = page.regions;
    const size = Math.max(0, ...rows.keys()) + 1;
    const counts = new Uint32Array(size);
    const losses = { killed: new Float64Array(size), wounded: new Float64Array(size) };
    const untold = new Uint32Array(size);
    const renderer = L.svg({ pane: "provinces", padding: 0.5 });
    const group = L.layerGroup();
    const shapes = new Map();
    let outside = 0;
    let active = null;

    const recount = () => {
      for (const column of [counts, losses.killed, losses.wounded, untold]) column.fill(0);
      outside = 0;
      const { data, kept } = page;
      for (let row = 0; row < data.n; row += 1) {
        if (!kept[row] || data.repeats(row)) continue;
        const region = value.of[row];
        if (Number.isNaN(region)) { outside += 1; continue; }
        counts[region] += 1;
        let told = true;
        for (const kind of ["killed", "wounded"]) {
          const number = data.number(kind, row);
          if (Number.isNaN(number)) told = false;
          else losses[kind][region] += number;
        }
        if (!told) untold[region] += 1;
      }
    };

    // where an incident gives no number, the sum is a lower bound
    const lost = (kind, region) => (losses[kind][region]
      ? `${untold[region] ? "at least " : ""}${count(losses[kind][region])} ${kind}` : null);
    const told = (measure, region) => {
      if (!measure.values || Number.isNaN(measure.values[region])) return null;
      const between = measure.low && !Number.isNaN(measure.low[region])
        ? ` (${count(measure.low[region])} to ${count(measure.high[region])})` : "";
      return `${measure.title.replace(/ by province$/, "").toLowerCase()} ${count(measure.values[region])}${between}`;
    };
    const sentence = (region) => [plural(counts[region], "incident", "incidents"), lost("killed", region), lost("wounded", region),
      ...value.measures.map((measure) => told(measure, region))].filter(Boolean).join(", ");
    const said = (region) => {
      const own = local.at(region) && local.at(region) !== name.at(region)
        ? element("span", { dir: "auto", class: "farsakh-local" }, local.at(region)) : null;
      return element("div", {}, element("strong", { dir: "auto" }, name.at(region) || ""), own, element("div", {}, sentence(region)));
    };

    const stepOf = (region, breaks) => {
      if (!active) return -1;
      if (!active.values) return classOf(counts[region], breaks);
      return Number.isNaN(active.class[region]) ? -1 : active.class[region];
    };
    /* Provinces stay on the map under another shading, to be pointed at, in no colour. */
    const paint = () => {
      if (!page.ready) return;
      const breaks = !active ? [] : active.values || !page.filtered() ? active.breaks : classes(counts);
      if (active) active.shown = breaks;
      for (const [region, shape] of shapes) {
        const step = stepOf(region, breaks);
        shape.options.className = `farsakh-province ${step < 0 ? "farsakh-none" : `farsakh-step-${step}-of-${breaks.length}`}`;
        const node = shape.getElement();
        if (!node) continue;
        node.setAttribute("class", `leaflet-interactive ${shape.options.className}`);
        if (counts[region] || step >= 0) reachable(shape, `${name.at(region)}: ${sentence(region)}`, "img");
        else {
          // a browser gives the keyboard every shape that hears of focus, as one with a tooltip does
          node.setAttribute("tabindex", "-1");
          node.removeAttribute("role");
          node.removeAttribute("aria-label");
        }
      }
    };
    const legend = (measure) => {
      let low = measure.values ? 0 : 1;
      const steps = (measure.shown || measure.breaks).map((high, i, all) => {
        const label = measure.values ? `${count(low)} – ${count(high)}` : [...new Set([low, high])].map(count).join(" – ");
        low = measure.values ? high : high + 1;
        return [`farsakh-step-${i}-of-${all.length}`, label];
      });
      const note = measure.values ? (page.filtered() ? "Of all dates: computed before, and not filtered." : null)
        : outside ? `${plural(outside, "incident is", "incidents are")} in no one province` : null;
      return farsakh.steps(measure.title, note, steps.length ? steps : [["farsakh-none", "none"]]);
    };

    page.map.whenReady(() => {
      for (const [region, rings] of rows) {
        const shape = new Shape(page.regions, { rings }, { renderer, pane: "provinces", className: "farsakh-province farsakh-none" });
        shapes.set(region, shape.addTo(group));
      }
    });
    // to have a hundred shapes listen takes longer than to draw them
    page.on("seen", () => shapes.forEach((shape, region) => shape.bindTooltip(() => said(region), TIP)));
    page.on("sift", () => {
      recount();
      paint();
    });
    group.addTo(page.map);
    for (const measure of value.measures) {
      page.shading.push({
        label: measure.title.replace(/^(.*) by province$/, (_, what) => (what === "Incidents" ? "By province" : what)),
        show: () => {
          active = measure;
          paint();
        },
        hide: () => {
          active = null;
          paint();
        },
        refresh: () => {},
        legend: () => legend(measure),
      });
    }
  };
})();
