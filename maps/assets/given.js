/* Shapes that were computed elsewhere: a density, clusters, hot spots. Each says its own columns. */
"use strict";

(() => {
  const { draw, element, texts, iso, mesh, reachable, Shape, TIP } = farsakh;

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
      return;
    }
    page.shading.push({
      label: value.title,
      show: () => group.addTo(page.map),
      hide: () => group.remove(),
      refresh: () => {},
      legend: () => farsakh.steps(value.unit || value.title,
        page.filtered() ? "Of all dates: computed before, and not filtered." : null, value.legend),
    });
  };
})();
