/* Shapes that were computed elsewhere: a density, clusters, hot spots. Each says its own columns. */
"use strict";

(() => {
  const { draw, element, texts, iso, count, plural, mesh, reachable, spreading, heightsOf, Surface, UNFILTERED, Shape, TIP } = farsakh;

  draw.given = (page, value) => {
    const shapes = mesh(value.shapes);
    const { rows } = shapes;
    const clusters = value.role === "clusters";
    const pane = clusters ? "hulls" : "shading";
    if (clusters) page.map.createPane(pane).style.zIndex = 405;
    const columns = value.said.map(({ label, text, days }) => {
      const read = text ? texts(text).at : (row) => iso(days[row]);
      return (row) => (read(row) ? [label, read(row)] : null);
    });
    const lines = (row) => columns.map((column) => column(row)).filter(Boolean);
    const tip = (row) => element("div", {}, element("strong", {}, value.title), element("dl", {},
      lines(row).map(([label, said]) => [element("dt", { dir: "auto" }, label), element("dd", { dir: "auto" }, said)])));
    const group = L.layerGroup();
    const put = (row, shape) => {
      shape.bindTooltip(() => tip(row), TIP);
      shape.on("add", () => reachable(shape, `${value.title}: ${lines(row).map((line) => line.join(" ")).join(", ")}`, "img"));
      shape.addTo(group);
    };
    page.map.whenReady(() => {
      const renderer = L.svg({ pane, padding: 0.5 });
      const options = (row) => ({ pane, renderer,
        className: `farsakh-given ${clusters ? "farsakh-cluster-hull" : (value.legend[value.class[row]] || ["farsakh-none"])[0]}` });
      for (const [row, rings] of rows) {
        if (clusters || !Number.isNaN(value.class[row])) put(row, new Shape(shapes, { rings }, options(row)));
      }
      value.lon.forEach((lon, row) => {
        if (!Number.isNaN(lon) && !rows.has(row)) put(row, L.circleMarker([value.lat[row], lon], { ...options(row), radius: 9 }));
      });
    });
    if (clusters) {
      page.switches.push({ label: `${value.title} (${Math.max(rows.size, value.lon.filter((lon) => !Number.isNaN(lon)).length)})`, layer: group });
      page.notes.push(() => (page.filtered() && page.map.hasLayer(group) ? `${value.title}: ${UNFILTERED.toLowerCase()}` : null));
      return;
    }
    if (value.levels) page.shading.push(contours(page, value, group));
    else {
      page.shading.push({
        label: value.title,
        show: () => group.addTo(page.map),
        hide: () => group.remove(),
        refresh: () => {},
        legend: () => farsakh.steps(value.unit || value.title, page.filtered() ? UNFILTERED : null, value.legend),
      });
    }
  };

  /* Contours as they were given, and while a filter is on such of the rows that it leaves. */
  function contours(page, value, group) {
    const compute = spreading(page, value.bandwidth_m);
    const surface = new Surface();
    let shown = false;
    const refresh = () => {
      if (!shown) return;
      const filtered = page.filtered();
      group[filtered ? "removeFrom" : "addTo"](page.map);
      if (!filtered) { surface.remove(); return; }
      const found = compute();
      if (found) Object.assign(surface, found, { breaks: heightsOf(found, value.levels) });
      surface.addTo(page.map).paint();
      page.density = found && { ...found, ...found.grid, heights: surface.breaks };
    };
    const legend = () => {
      if (!page.filtered() || !surface.grid) return farsakh.steps(value.unit, null, value.legend);
      const steps = value.levels.map((level, i) => [value.legend[i][0], `${count(100 * level)} % of the incidents`
        + (surface.incidents ? `: over ${Number(surface.breaks[i].toPrecision(2))}` : "")]);
      const note = `${plural(surface.incidents, "incident", "incidents")}, as filtered: computed in this page from radii and areas, bandwidth `
        + `${Math.round(surface.grid.least / 1000)} km. The contours of all dates know the exact shape of each error.`;
      return farsakh.steps("Incidents per 100 km²", note, steps);
    };
    return { label: value.title, refresh, legend,
      show: () => { shown = true; refresh(); },
      hide: () => { shown = false; group.remove(); surface.remove(); } };
  }
})();
