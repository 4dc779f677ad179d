/* Countries, their borders, and names of provinces where there is room for them. */
"use strict";

(() => {
  const { draw, element, column, polygons } = farsakh;

  const AFAR = 5; // below this zoom countries are named, from it on provinces
  const ROOM = 4; // screen pixels a letter that a region must be wide to be named

  /* Names at points, by order of importance, each only where it touches no other. */
  const Names = L.Layer.extend({
    initialize(names) { this.names = names; },
    onAdd(map) {
      this.box = element("div", { class: "farsakh-names leaflet-zoom-hide", "aria-hidden": "true" });
      map.getPane("names").append(this.box);
      map.on("moveend viewreset", this.place, this);
      this.place();
    },
    onRemove(map) {
      map.off("moveend viewreset", this.place, this);
      this.box.remove();
    },
    place() {
      const map = this._map;
      if (!map._loaded) return;
      const size = map.getSize();
      const degree = map.project([0, 1]).x - map.project([0, 0]).x;
      const taken = [];
      const shown = [];
      for (const name of this.names) {
        if (name.kind !== (map.getZoom() < AFAR ? "country" : "province")) continue;
        if (name.width * degree < ROOM * name.text.length) continue;
        const at = map.latLngToContainerPoint([name.lat, name.lon]);
        if (at.x < 0 || at.y < 0 || at.x > size.x || at.y > size.y) continue;
        const half = 3.6 * name.text.length + 4;
        const box = [at.x - half, at.y - 9, at.x + half, at.y + 9];
        if (taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])) continue;
        taken.push(box);
        const label = element("span", { class: `farsakh-${name.kind}-name`, dir: "auto" }, name.text);
        L.DomUtil.setPosition(label, map.latLngToLayerPoint([name.lat, name.lon]));
        shown.push(label);
      }
      this.box.replaceChildren(...shown);
    },
  });

  draw.ground = (page, value) => {
    const pane = (name, z) => { page.map.createPane(name).style.zIndex = z; };
    pane("ground", 210);
    pane("shading", 220);
    pane("borders", 230);
    pane("names", 240);
    page.map.getPane("names").style.pointerEvents = "none";
    page.map.getPane("ground").style.pointerEvents = "none";
    page.map.getPane("borders").style.pointerEvents = "none";
    const put = (packed, pane, className) => L.polygon(polygons(packed).map(([, outline]) => outline),
      { pane, className, interactive: false, smoothFactor: 0.6, renderer: L.svg({ pane, padding: 0.6 }) })
      .addTo(page.map);
    const ready = () => {
      put(value.far, "ground", "farsakh-land farsakh-under"); // hides slivers between neighbours
      put(value.far, "ground", "farsakh-land");
      put(value.near, "ground", "farsakh-land farsakh-near");
      put(value.near, "borders", "farsakh-border");
    };
    page.map.whenReady(ready);
    // seen from afar, borders would be all one sees
    const thin = () => page.root.classList.toggle("farsakh-afar", page.map.getZoom() < AFAR);
    page.map.on("zoomend", thin);
    page.map.whenReady(thin);
    const read = (packed, kind) => {
      const text = column(packed.name);
      return packed.lon.map((lon, row) => ({ kind, text: text(row) || "", width: packed.width[row],
        lon: lon / packed.steps, lat: packed.lat[row] / packed.steps })).sort((a, b) => b.width - a.width);
    };
    const names = [...read(value.countries, "country"), ...read(value.provinces, "province")];
    page.map.whenReady(() => new Names(names).addTo(page.map));
  };
})();
