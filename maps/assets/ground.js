/* Countries, their borders, and names of provinces where there is room for them. */
"use strict";

(() => {
  const { draw, element, column, polygons } = farsakh;

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
        if (name.width * degree < 5 * name.text.length) continue;
        const at = map.latLngToContainerPoint([name.lat, name.lon]);
        if (at.x < 0 || at.y < 0 || at.x > size.x || at.y > size.y) continue;
        const half = 3.6 * name.text.length + 4;
        const box = [at.x - half, at.y - 9, at.x + half, at.y + 9];
        if (taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])) continue;
        taken.push(box);
        const label = element("span", { dir: "auto" }, name.text);
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
      put(value.far, "ground", "farsakh-land");
      put(value.near, "ground", "farsakh-land farsakh-near");
      put(value.near, "borders", "farsakh-border");
    };
    page.map.whenReady(ready);
    // seen from afar, borders would be all one sees
    const thin = () => page.root.classList.toggle("farsakh-afar", page.map.getZoom() < 5);
    page.map.on("zoomend", thin);
    page.map.whenReady(thin);
    const text = column(value.label);
    const names = value.lon.map((lon, row) => ({ text: text(row) || "", lon: lon / value.steps,
      lat: value.lat[row] / value.steps, width: value.width[row] }));
    names.sort((a, b) => b.width - a.width);
    page.map.whenReady(() => new Names(names).addTo(page.map));
  };
})();
