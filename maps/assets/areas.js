/* The areas in which incidents lie: all of them, faintly, and that of the chosen one. */
"use strict";

(() => {
  const { draw, element, plural, count, mesh, reachable, Shape, TIP } = farsakh;
  const MANY = 200; // areas on top of one another hide the map: beyond, they are shown when asked for

  draw.footprints = (page, value) => {
    page.map.createPane("footprints").style.zIndex = 410;
    const found = value.shapes ? mesh(value.shapes) : null;
    page.footprints = { mesh: found, shapes: found ? found.rows : new Map(), of: value.of };
  };

  /* Called once the incidents are known. */
  farsakh.areas = (page) => {
    const { data, map } = page;
    map.createPane("chosen").style.zIndex = 420;
    map.getPane("chosen").style.pointerEvents = "none";
    const chosen = L.layerGroup().addTo(map);
    /* The area of an incident: its footprint, or a circle of its radius. */
    const area = (row) => {
      const options = { pane: "chosen", className: "farsakh-chosen", interactive: false };
      const shape = page.footprints ? page.footprints.of[row] : NaN;
      if (!Number.isNaN(shape)) return new Shape(page.footprints.mesh, { rings: page.footprints.shapes.get(shape) }, options);
      const radius = data.number("radius_m", row);
      return data.at(row) && radius ? L.circle(data.at(row), { ...options, radius }) : null;
    };
    page.choose = (rows) => {
      chosen.clearLayers();
      rows.map(area).filter(Boolean).forEach((shape) => shape.addTo(chosen));
    };
    page.drawable = (row) => data.pinned(row) || Boolean(page.footprints && !Number.isNaN(page.footprints.of[row]));
    /* Where an incident is: its point, or the box of its area. */
    const boxes = new Map();
    page.bounds = (row) => {
      if (data.at(row)) return L.latLngBounds([data.at(row)]);
      if (!page.drawable(row)) return null;
      const shape = page.footprints.of[row];
      if (!boxes.has(shape)) boxes.set(shape, page.footprints.mesh.bounds(page.footprints.shapes.get(shape)));
      return boxes.get(shape);
    };
    if (page.footprints && page.footprints.shapes.size) everyArea(page);
  };

  function everyArea(page) {
    const { data, map, footprints: { mesh: outlines, shapes, of } } = page;
    const rows = new Map();
    of.forEach((shape, row) => {
      if (Number.isNaN(shape) || data.repeats(row)) return;
      if (!rows.has(shape)) rows.set(shape, []);
      rows.get(shape).push(row);
    });
    const renderer = L.svg({ pane: "footprints", padding: 0.5 });
    const groups = { vague: L.layerGroup(), around: L.layerGroup() };
    const extent = (rings) => {
      const box = outlines.bounds(rings);
      return (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth());
    };
    // the smallest last, so that each can be reached
    const ordered = [...rows].map(([shape, all]) => [shapes.get(shape), all]).filter(([rings]) => rings)
      .map(([rings, all]) => ({ rings, all, size: extent(rings) })).sort((a, b) => b.size - a.size);
    const drawn = ordered.map(({ rings, all }) => {
      const vague = all.filter((row) => !data.at(row));
      const shape = new Shape(outlines, { rings }, { pane: "footprints", renderer, interactive: vague.length > 0,
        className: vague.length ? "farsakh-area" : "farsakh-footprint" });
      if (vague.length) {
        const open = (at) => page.openAll(vague.filter((row) => page.kept[row]), at);
        const said = () => `${plural(vague.filter((row) => page.kept[row]).length, "incident", "incidents")} somewhere in here`;
        shape.bindTooltip(() => element("div", {}, element("strong", {}, said())), TIP);
        shape.on("click", (event) => open(event.latlng));
        shape.on("add", () => reachable(shape, said(), "button", () => open(shape.getBounds().getCenter())));
      }
      return { shape, all, group: vague.length ? groups.vague : groups.around };
    });
    const update = () => drawn.forEach(({ shape, all, group }) => {
      const wanted = all.some((row) => page.kept[row]);
      if (wanted !== group.hasLayer(shape)) group[wanted ? "addLayer" : "removeLayer"](shape);
    });
    page.on("sift", update);
    const vague = drawn.filter(({ group }) => group === groups.vague).flatMap(({ all }) => all).filter((row) => !data.at(row)).length;
    if (vague) page.switches.push({ label: `Known only by area (${count(vague)})`, layer: groups.vague });
    const pinned = drawn.filter(({ group }) => group === groups.around).length;
    if (pinned) page.switches.push({ label: "Areas of uncertainty", layer: groups.around, off: pinned > MANY });
  }
})();
