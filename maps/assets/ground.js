/* Countries, their borders, and names of provinces and towns where there is room for them. */
"use strict";

(() => {
  const { draw, element, texts, mesh, Shape } = farsakh;

  const AFAR = 5; // below this zoom countries are named, from it on provinces
  const TOWNS = 6; // from this zoom on towns are named, the largest first
  const ROOM = 4; // screen pixels a letter that a region must be wide to be named
  const CROWD = 24; // names of towns in a window: more would be noise
  const INNER = 1; // the kind of an arc that parts provinces of one country

  /* Names at points, by order of importance, each only where it touches no other. */
  const Names = L.Layer.extend({
    initialize(names, marks) { Object.assign(this, { names, marks }); },
    onAdd(map) {
      this.box = element("div", { class: "farsakh-names leaflet-zoom-hide", "aria-hidden": "true" });
      map.getPane("names").append(this.box);
      map.on("viewreset", this.place, this);
    },
    onRemove(map) {
      map.off("viewreset", this.place, this);
      this.box.remove();
    },
    /* What stands above names: the scale and the credits, and the marks of incidents. */
    covered(map) {
      const { left, top } = map.getContainer().getBoundingClientRect();
      const boxes = [...map.getContainer().querySelectorAll(".leaflet-bottom > .leaflet-control:not(.farsakh-box)")]
        .map((node) => node.getBoundingClientRect()).map((box) => [box.left - left, box.top - top, box.right - left, box.bottom - top]);
      return boxes.concat(this.marks());
    },
    place() {
      const map = this._map;
      if (!map._loaded) return;
      const zoom = map.getZoom();
      const size = map.getSize();
      const degree = map.project([0, 1]).x - map.project([0, 0]).x;
      const taken = this.covered(map);
      const shown = [];
      let towns = 0;
      for (const name of this.names) {
        const town = name.kind === "town";
        if (town ? zoom < TOWNS || towns >= CROWD : name.kind !== (zoom < AFAR ? "country" : "province")) continue;
        if (!town && name.width * degree < ROOM * name.text.length) continue;
        const at = map.latLngToContainerPoint([name.lat, name.lon]);
        if (at.x < 0 || at.y < 0 || at.x > size.x || at.y > size.y) continue;
        const wide = (town ? 6 : 7.2) * name.text.length + 8;
        const left = town ? at.x - 4 : at.x - wide / 2;
        const box = [left, at.y - 8, left + wide, at.y + 8];
        if (taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])) continue;
        taken.push(box);
        towns += town;
        const label = element("span", { class: `farsakh-${name.kind}-name`, dir: "auto" }, name.text);
        L.DomUtil.setPosition(label, map.latLngToLayerPoint([name.lat, name.lon]));
        shown.push(label);
      }
      this.box.replaceChildren(...shown);
    },
  });

  draw.ground = (page, value) => {
    const { map } = page;
    const pane = (name, z, hears) => {
      map.createPane(name).style.zIndex = z;
      if (!hears) map.getPane(name).style.pointerEvents = "none";
    };
    pane("ground", 210);
    pane("provinces", 220, true);
    pane("shading", 225, true);
    pane("borders", 230);
    pane("names", 240);
    const renderers = {};
    const options = (name, className) => {
      renderers[name] = renderers[name] || L.svg({ pane: name, padding: 0.5 });
      return { pane: name, className, interactive: false, renderer: renderers[name] };
    };
    const regions = mesh(value.regions);
    page.regions = regions;
    const land = (of, className) => new Shape(of, { rings: [...of.rows.values()].flat() }, options("ground", className)).addTo(map);
    const lines = (of, test, className) => {
      const chosen = Array.from(of.kinds.keys()).filter((arc) => test(of.kinds[arc]));
      if (chosen.length) new Shape(of, { lines: chosen }, options("borders", className)).addTo(map);
    };
    page.shaded = Boolean(value.shaded); // provinces are drawn in any case, and their ground with them
    page.root.classList.toggle("farsakh-tiled", Boolean(value.tiles));
    map.whenReady(() => {
      const near = value.near ? mesh(value.near) : null;
      if (!value.tiles) {
        const world = mesh(value.world);
        land(world, "farsakh-land farsakh-under"); // hides slivers between neighbours
        land(world, "farsakh-land");
        if (near || !page.shaded) land(near || regions, "farsakh-land farsakh-near");
      }
      lines(regions, (kind) => kind === INNER || near, "farsakh-inner");
      lines(near || regions, (kind) => kind !== INNER, "farsakh-border");
    });
    // seen from afar, borders would be all one sees
    const thin = () => page.root.classList.toggle("farsakh-afar", map.getZoom() < AFAR);
    map.on("zoomend", thin);
    map.whenReady(thin);
    page.names = Object.entries(value.names).flatMap(([kind, packed]) => {
      const text = texts(packed.name);
      const names = Array.from(packed.lon, (lon, row) => ({ kind, text: text.at(row) || "", lon, lat: packed.lat[row],
        width: packed.width ? packed.width[row] : 0 })).filter((name) => !Number.isNaN(name.lon));
      return kind === "town" ? names : names.sort((a, b) => b.width - a.width);
    });
    const names = new Names(page.names, () => page.marks());
    map.whenReady(() => names.addTo(map));
    // after the marks are where they are
    page.on("marked", () => names.place());
  };
})();
