/* The heat layer: a surface in incidents per 100 km², painted in classes, the same at every zoom. */
"use strict";

(() => {
  const { draw, element, plural, legend } = farsakh;
  const PIXEL = 2; // screen pixels a painted square

  const Surface = L.Layer.extend({
    initialize(grid) { this.grid = grid; },
    onAdd(map) {
      this.canvas = element("canvas", { class: "farsakh-density leaflet-zoom-hide" });
      map.getPane("shading").append(this.canvas);
      map.on("moveend viewreset resize", this.paint, this);
      this.paint();
    },
    onRemove(map) {
      map.off("moveend viewreset resize", this.paint, this);
      this.canvas.remove();
    },
    paint() {
      const map = this._map;
      if (!map._loaded) return;
      const grid = this.grid;
      const size = map.getSize();
      const wide = Math.ceil(size.x / PIXEL), high = Math.ceil(size.y / PIXEL);
      this.canvas.width = wide;
      this.canvas.height = high;
      this.canvas.style.width = `${wide * PIXEL}px`;
      this.canvas.style.height = `${high * PIXEL}px`;
      L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([0, 0]));
      const context = this.canvas.getContext("2d");
      const image = context.createImageData(wide, high);
      const style = getComputedStyle(this.canvas);
      const colours = grid.breaks.map((_, i) => style.getPropertyValue(`--step-${i}-of-${grid.breaks.length}`).trim())
        .map((hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
      const corner = map.options.crs.project(map.containerPointToLatLng([0, 0]));
      const metres = 40075016.68557849 / map.options.crs.scale(map.getZoom()) * PIXEL;
      for (let py = 0; py < high; py += 1) {
        const y = (grid.north - corner.y + (py + 0.5) * metres) / grid.cell - 0.5;
        const row = Math.floor(y);
        if (row < 0 || row >= grid.rows - 1) continue;
        for (let px = 0; px < wide; px += 1) {
          const x = (corner.x + (px + 0.5) * metres - grid.west) / grid.cell - 0.5;
          const col = Math.floor(x);
          if (col < 0 || col >= grid.columns - 1) continue;
          const at = row * grid.columns + col;
          const value = (grid.values[at] * (1 - x + col) + grid.values[at + 1] * (x - col)) * (1 - y + row)
            + (grid.values[at + grid.columns] * (1 - x + col) + grid.values[at + grid.columns + 1] * (x - col)) * (y - row);
          let step = -1;
          while (step + 1 < grid.breaks.length && value >= grid.breaks[step + 1]) step += 1;
          if (step < 0) continue;
          image.data.set([...colours[step], 255], 4 * (py * wide + px));
        }
      }
      context.putImageData(image, 0, 0);
    },
  });

  draw.density = (page, value) => {
    const values = new Float32Array(value.rows * value.columns);
    let at = 0;
    value.index.forEach((step, i) => {
      at += step;
      values[at] = value.peak * 10 ** (value.decades * (value.level[i] / value.levels - 1));
    });
    const steps = value.breaks.map((low, i) => {
      const next = value.breaks[i + 1];
      return [`farsakh-step-${i}-of-${value.breaks.length}`, next === undefined ? `${low} and more` : `${low} – ${next}`];
    });
    page.shading.push({ label: "Density", layer: new Surface({ ...value, values }),
      legend: legend("Incidents per 100 km²", `${plural(value.incidents, "incident", "incidents")} with a point, each spread by its own error (standard deviation at least ${value.spread_km} km)`, steps) });
  };
})();
