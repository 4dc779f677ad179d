/* Provinces in classes: counts of the rows that the filters leave, or numbers that were given. */
"use strict";

(() => {
  const { draw, element, texts, count, figure, plural, reachable, measured, numberClasses, UNFILTERED, Shape, TIP } = farsakh;
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
    const untold = new Uint32Array(value.size);
    const { add, sums, valuesOf } = measured(page, value);
    const renderer = L.svg({ pane: "provinces", padding: 0.5 });
    const group = L.layerGroup();
    const shapes = new Map();
    let outside = 0;
    let active = null;

    const recount = () => {
      for (const column of [...Object.values(sums), untold]) column.fill(0);
      outside = 0;
      const { data, kept } = page;
      for (let row = 0; row < data.n; row += 1) {
        if (!kept[row] || data.repeats(row)) continue;
        add.expected(row);
        const region = value.of[row];
        if (Number.isNaN(region)) { outside += 1; continue; }
        if (add.point(row, region) < 2) untold[region] += 1;
      }
    };

    // where an incident gives no number, the sum is a lower bound
    const lost = (kind, region) => (sums[kind][region]
      ? `${untold[region] ? "at least " : ""}${count(sums[kind][region])} ${kind}` : null);
    /* The values of a measure now: those that were given, or of the rows that the filters leave. */
    let now = new Map();
    const told = (measure, region) => {
      const values = now.get(measure);
      if (!values || Number.isNaN(values[region])) return null;
      const between = values === measure.values && measure.low && !Number.isNaN(measure.low[region])
        ? ` (${count(measure.low[region])} to ${count(measure.high[region])})` : "";
      return `${figure(values[region])} ${measure.title.replace(/,? by province$/, "").toLowerCase()}${between}`;
    };
    const sentence = (region) => [plural(sums.count[region], "incident", "incidents"), lost("killed", region), lost("wounded", region),
      ...value.measures.map((measure) => told(measure, region))].filter(Boolean).join(", ");
    const said = (region) => {
      const own = local.at(region) && local.at(region) !== name.at(region)
        ? element("span", { dir: "auto", class: "farsakh-local" }, local.at(region)) : null;
      return element("div", {}, element("strong", { dir: "auto" }, name.at(region) || ""), own, element("div", {}, sentence(region)));
    };

    const stepOf = (region, breaks) => {
      if (!active) return -1;
      const values = now.get(active);
      if (values === active.values && values) return Number.isNaN(active.class[region]) ? -1 : active.class[region];
      return classOf(values ? values[region] : sums.count[region], breaks);
    };
    /* Upper ends of the classes: of a filtered measure its own, so that what is left can be told apart. */
    const breaksOf = (measure) => {
      const values = now.get(measure);
      if (values ? values === measure.values : !page.filtered()) return measure.breaks;
      return values ? numberClasses(values) : classes(sums.count);
    };
    /* Provinces stay on the map under another shading, to be pointed at, in no colour. */
    const paint = () => {
      if (!page.ready) return;
      const breaks = active ? breaksOf(active) : [];
      if (active) active.shown = breaks;
      for (const [region, shape] of shapes) {
        const step = stepOf(region, breaks);
        shape.options.className = `farsakh-province ${step < 0 ? "farsakh-none" : `farsakh-step-${step}-of-${breaks.length}`}`;
        const node = shape.getElement();
        if (!node) continue;
        node.setAttribute("class", `leaflet-interactive ${shape.options.className}`);
        if (sums.count[region] || step >= 0) reachable(shape, `${name.at(region)}: ${sentence(region)}`, "img");
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
        const label = measure.values ? `${figure(low)} – ${figure(high)}` : [...new Set([low, high])].map(count).join(" – ");
        low = measure.values ? high : high + 1;
        return [`farsakh-step-${i}-of-${all.length}`, label];
      });
      const note = measure.values ? (page.filtered() && !measure.follows ? UNFILTERED : null)
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
      now = new Map(value.measures.map((measure) => [measure, valuesOf(measure)]));
      paint();
    });
    group.addTo(page.map);
    for (const measure of value.measures) {
      page.shading.push({
        label: measure.title.replace(/^(.*?),? by province$/, (_, what) => (what === "Incidents" ? "By province" : what)),
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
