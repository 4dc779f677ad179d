/* Density in incidents per 100 km², painted in classes with contours between them. */
"use strict";

(() => {
  const { draw, element, plural, spreading } = farsakh;
  const EARTH_M = 6_378_137; // radius of Web Mercator (EPSG:3857)
  const PIXEL = 2; // screen pixels a painted square
  const CLASSES = 5;

  /* Classes of 1, 2, 5, 10, … below a peak. */
  function roundBreaks(peak) {
    if (!(peak > 0)) return [];
    const decade = Math.floor(Math.log10(peak));
    const steps = [];
    for (let power = decade - CLASSES; power <= decade; power += 1) {
      for (const digit of [1, 2, 5]) steps.push(Number(`${digit}e${power}`));
    }
    return steps.filter((step) => step < peak).slice(-CLASSES);
  }

  /* Paints `values` on a `grid`, in classes that begin at `breaks`. */
  farsakh.Surface = L.Layer.extend({
    onAdd(map) {
      this.canvas = element("canvas", { class: "farsakh-density leaflet-zoom-hide", role: "img", "aria-label": "Density of incidents" });
      map.getPane("shading").append(this.canvas);
      map.on("moveend viewreset resize", this.paint, this);
      this.paint();
    },
    onRemove(map) {
      map.off("moveend viewreset resize", this.paint, this);
      this.canvas.remove();
    },
    /* The class of each painted square, -1 below the first. */
    classes(wide, high) {
      const { grid, values, breaks, _map: map } = this;
      const found = new Int8Array(wide * high).fill(-1);
      const corner = map.options.crs.project(map.containerPointToLatLng([0, 0]));
      const metres = 2 * Math.PI * EARTH_M / map.options.crs.scale(map.getZoom()) * PIXEL;
      for (let py = 0; py < high; py += 1) {
        const y = (grid.north - corner.y + (py + 0.5) * metres) / grid.cell - 0.5;
        const row = Math.floor(y);
        if (row < 0 || row >= grid.rows - 1) continue;
        for (let px = 0; px < wide; px += 1) {
          const x = (corner.x + (px + 0.5) * metres - grid.west) / grid.cell - 0.5;
          const col = Math.floor(x);
          if (col < 0 || col >= grid.columns - 1) continue;
          const at = row * grid.columns + col;
          const value = (values[at] * (1 - x + col) + values[at + 1] * (x - col)) * (1 - y + row)
            + (values[at + grid.columns] * (1 - x + col) + values[at + grid.columns + 1] * (x - col)) * (y - row);
          let step = -1;
          while (step + 1 < breaks.length && value >= breaks[step + 1]) step += 1;
          if (step >= 0) found[py * wide + px] = step;
        }
      }
      return found;
    },
    paint() {
      const map = this._map;
      if (!map || !map._loaded || !this.values) return;
      const size = map.getSize();
      const wide = Math.ceil(size.x / PIXEL), high = Math.ceil(size.y / PIXEL);
      Object.assign(this.canvas, { width: wide, height: high });
      Object.assign(this.canvas.style, { width: `${wide * PIXEL}px`, height: `${high * PIXEL}px` });
      L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([0, 0]));
      const context = this.canvas.getContext("2d");
      const image = context.createImageData(wide, high);
      const style = getComputedStyle(this.canvas);
      const rgb = (name) => [1, 3, 5].map((at) => parseInt(style.getPropertyValue(name).trim().slice(at, at + 2), 16));
      const colours = this.breaks.map((_, i) => rgb(`--step-${i}-of-${this.breaks.length}`));
      const contour = rgb("--contour");
      const found = this.classes(wide, high);
      for (let at = 0; at < found.length; at += 1) {
        const edge = found[at] !== found[at + 1] || found[at] !== found[at + wide];
        const step = Math.max(found[at], edge ? Math.max(found[at + 1] ?? -1, found[at + wide] ?? -1) : -1);
        if (step < 0) continue;
        const [r, g, b] = edge ? contour : colours[step];
        const i = 4 * at;
        image.data[i] = r;
        image.data[i + 1] = g;
        image.data[i + 2] = b;
        image.data[i + 3] = edge ? 150 : 255;
      }
      context.putImageData(image, 0, 0);
    },
  });

  draw.density = (page) => {
    const layer = new farsakh.Surface();
    const shade = { label: "Density" };
    const compute = spreading(page);
    shade.refresh = () => {
      const found = compute();
      if (!found) return;
      Object.assign(layer, found, { breaks: roundBreaks(found.peak) });
      page.density = { ...found, ...found.grid };
      layer.paint();
    };
    shade.show = () => {
      layer.addTo(page.map);
      if (page.ready) shade.refresh();
    };
    shade.hide = () => layer.remove();
    shade.legend = () => {
      const breaks = layer.breaks || [];
      const steps = breaks.map((low, i) => [`farsakh-step-${i}-of-${breaks.length}`,
        breaks[i + 1] === undefined ? `${low} and more` : `${low} – ${breaks[i + 1]}`]);
      return farsakh.steps("Incidents per 100 km²", layer.grid
        ? `${plural(layer.incidents, "incident", "incidents")}, each spread by its own error (standard deviation at least ${Math.round(layer.grid.least / 1000)} km) or over its area`
        : "No incident has a place", steps);
    };
    page.shading.push(shade);
  };
})();
