/* Density in incidents per 100 km²: each incident spread by its own error, computed in the page
   from the rows that the filters leave, painted in classes with contours between them. */
"use strict";

(() => {
  const { draw, element, plural } = farsakh;
  const EARTH_M = 6_378_137; // radius of Web Mercator (EPSG:3857)
  const R90_PER_SD = 2.146; // sqrt(-2 ln 0.1): radius that holds 90 % of a round normal law
  const [LEAST_SD_M, MOST_SD_M] = [8_000, 40_000]; // the least spread, by the size of the map:
  const SMOOTHINGS = 60; // so many across it
  const CELLS_PER_SD = 3; // of the least spread: between them a line is as good as the bell
  const MOST_CELLS = 250_000;
  const REACH_SD = 3.5;
  const SHARE = 1.25; // incidents whose spreads differ by less than this factor go together
  const PER_AREA = 1e8; // square metres in 100 square kilometres
  const PIXEL = 2; // screen pixels a painted square
  const CLASSES = 5;

  /* The grid of a page, the same whatever the filters leave: rows from north, in map metres. */
  function gridOf({ n, lon, lat, number }, first) {
    const points = [];
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let row = 0; row < n; row += 1) {
      if (Number.isNaN(lon[row])) continue;
      const phi = Math.max(-85, Math.min(85, lat[row])) * Math.PI / 180;
      const x = lon[row] * Math.PI / 180 * EARTH_M, y = Math.atanh(Math.sin(phi)) * EARTH_M;
      points.push({ row, x, y, sd: (number("radius_m", row) || 0) / R90_PER_SD, stretch: 1 / Math.cos(phi) });
      [west, south, east, north] = [Math.min(west, x), Math.min(south, y), Math.max(east, x), Math.max(north, y)];
    }
    if (!points.length) return null;
    // what is smoothed away must be too small for the first view, not for the whole world
    const across = first ? (first[2] - first[0]) * Math.PI / 180 * EARTH_M : east - west;
    const least = Math.max(LEAST_SD_M, Math.min(MOST_SD_M, across / SMOOTHINGS), Math.sqrt((east - west) * (north - south) / MOST_CELLS));
    let margin = 0;
    for (const point of points) {
      point.sd = Math.max(point.sd, least) * point.stretch;
      point.band = Math.floor(Math.log(point.sd) / Math.log(SHARE));
      margin = Math.max(margin, point.sd * REACH_SD);
    }
    const [wide, high] = [east - west + 2 * margin, north - south + 2 * margin];
    const cell = Math.max(least / CELLS_PER_SD, Math.sqrt(wide * high / MOST_CELLS));
    return { points, least, cell, west: west - margin, north: north + margin,
      rows: Math.ceil(high / cell) + 1, columns: Math.ceil(wide / cell) + 1 };
  }

  /* Three running means are a bell as well as any eye can tell (Wells 1986, doi:10.1109/TPAMI.1986.4767776). */
  function boxes(sd) {
    const ideal = Math.sqrt(4 * sd * sd + 1);
    const narrow = Math.floor(ideal) - (Math.floor(ideal) % 2 === 0 ? 1 : 0);
    const few = Math.round((12 * sd * sd - 3 * narrow * narrow - 12 * narrow - 9) / (-4 * narrow - 4));
    return [0, 1, 2].map((i) => (i < few ? narrow : narrow + 2));
  }

  /* The mean of `width` neighbours along lines of `length` values, `step` apart. */
  function smooth(from, to, lines, between, length, step, width) {
    const half = (width - 1) / 2;
    for (let line = 0; line < lines; line += 1) {
      const start = line * between;
      let sum = 0;
      for (let i = 0; i < Math.min(half, length); i += 1) sum += from[start + i * step];
      for (let i = 0; i < length; i += 1) {
        if (i + half < length) sum += from[start + (i + half) * step];
        to[start + i * step] = sum / width;
        if (i - half >= 0) sum -= from[start + (i - half) * step];
      }
    }
  }

  function spread(grid, takes) {
    const { rows, columns, cell } = grid;
    const total = new Float64Array(rows * columns);
    const bands = new Map();
    for (const point of grid.points) {
      if (!takes(point)) continue;
      if (!bands.has(point.band)) bands.set(point.band, []);
      bands.get(point.band).push(point);
    }
    let [mass, other] = [new Float64Array(total.length), new Float64Array(total.length)];
    let incidents = 0;
    for (const points of bands.values()) {
      mass.fill(0);
      let sd = 0;
      for (const { x, y, sd: own } of points) {
        mass[Math.floor((grid.north - y) / cell) * columns + Math.floor((x - grid.west) / cell)] += 1;
        sd += own;
      }
      incidents += points.length;
      for (const width of boxes(sd / points.length / cell)) {
        smooth(mass, other, rows, columns, columns, 1, width);
        smooth(other, mass, columns, 1, rows, columns, width);
      }
      for (let i = 0; i < total.length; i += 1) total[i] += mass[i];
    }
    let peak = 0;
    for (let row = 0; row < rows; row += 1) {
      const y = grid.north - (row + 0.5) * cell;
      const area = (cell / Math.cosh(y / EARTH_M)) ** 2;
      for (let at = row * columns; at < (row + 1) * columns; at += 1) {
        total[at] *= PER_AREA / area;
        peak = Math.max(peak, total[at]);
      }
    }
    return { values: total, peak, incidents };
  }

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

  const Surface = L.Layer.extend({
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
    const layer = new Surface();
    const shade = { label: "Density" };
    let grid;
    const compute = () => {
      grid = grid === undefined ? gridOf(page.data, page.first) : grid;
      if (!grid) return;
      const found = spread(grid, ({ row }) => page.kept[row] && !page.data.repeats(row));
      Object.assign(layer, found, { grid, breaks: roundBreaks(found.peak) });
      page.density = { ...found, ...grid };
      layer.paint();
    };
    shade.refresh = compute;
    shade.show = () => {
      layer.addTo(page.map);
      compute();
    };
    shade.hide = () => layer.remove();
    shade.legend = () => {
      const breaks = layer.breaks || [];
      const steps = breaks.map((low, i) => [`farsakh-step-${i}-of-${breaks.length}`,
        breaks[i + 1] === undefined ? `${low} and more` : `${low} – ${breaks[i + 1]}`]);
      return farsakh.steps("Incidents per 100 km²", grid
        ? `${plural(layer.incidents, "incident", "incidents")} with a point, each spread by its own error (standard deviation at least ${Math.round(grid.least / 1000)} km)`
        : "No incident has a point", steps);
    };
    page.shading.push(shade);
  };
})();
