/* Incidents spread by their own errors: a grid of incidents per 100 km², computed in the page from
   the rows that the filters leave. */
"use strict";

(() => {
  const EARTH_M = 6_378_137; // radius of Web Mercator (EPSG:3857)
  const ROUND_M = 2 * Math.PI * EARTH_M;
  const R90_PER_SD = 2.146; // sqrt(-2 ln 0.1): radius that holds 90 % of a round normal law
  const [LEAST_SD_M, MOST_SD_M] = [8_000, 40_000]; // the least spread, by the size of the map:
  const SMOOTHINGS = 60; // so many across it
  const CELLS_PER_SD = 3; // of the least spread: between them a line is as good as the bell
  const MOST_CELLS = 600_000;
  const REACH_SD = 3.5;
  const SHARE = 1.25; // incidents whose spreads differ by less than this factor go together
  const PASSES = 8; // over a block of cells, that running means take
  const LEVEL = 0.995; // of a height: an area of one height is in as a whole
  const PER_AREA = 1e8; // square metres in 100 square kilometres

  const onMap = (lon, lat) => {
    const phi = Math.max(-85, Math.min(85, lat)) * Math.PI / 180;
    return [lon * Math.PI / 180 * EARTH_M, Math.atanh(Math.sin(phi)) * EARTH_M, 1 / Math.cos(phi)];
  };
  const bandOf = (sd) => Math.floor(Math.log(sd) / Math.log(SHARE));

  /* The incidents with a place: a point and its spread, or one area. */
  function placesOf({ data: { n, lon, lat, number, repeats }, footprints, drawable }) {
    const places = [];
    const areas = new Map();
    for (let row = 0; row < n; row += 1) {
      if (repeats(row) || !drawable(row)) continue;
      if (Number.isNaN(lon[row])) {
        const shape = footprints.of[row];
        if (!areas.has(shape)) {
          const box = footprints.mesh.bounds(footprints.shapes.get(shape));
          const [west, south] = onMap(box.getWest(), box.getSouth()), [east, north] = onMap(box.getEast(), box.getNorth());
          const { lng, lat: middle } = box.getCenter();
          areas.set(shape, { shape, own: 0, stretch: onMap(lng, middle)[2], box: [west, south, east, north], bell: null });
        }
        const area = areas.get(shape);
        places.push({ row, own: 0, stretch: area.stretch, box: area.box, area });
      } else {
        const [x, y, stretch] = onMap(lon[row], lat[row]);
        places.push({ row, own: (number("radius_m", row) || 0) / R90_PER_SD, stretch, box: [x, y, x, y], area: null });
      }
    }
    return places;
  }

  /* The grid of a page, the same whatever the filters leave: rows from north, in map metres. A bandwidth
     is added to every spread; without one, none is less than the map can show. */
  function gridOf(page, bandwidth_m) {
    const places = placesOf(page);
    if (!places.length) return null;
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { box } of places) {
      [west, south] = [Math.min(west, box[0]), Math.min(south, box[1])];
      [east, north] = [Math.max(east, box[2]), Math.max(north, box[3])];
    }
    // what is smoothed away must be too small for the first view, not for the whole world
    const across = page.first ? (page.first[2] - page.first[0]) * Math.PI / 180 * EARTH_M : east - west;
    const fine = Math.sqrt((east - west) * (north - south) / MOST_CELLS);
    const least = Math.max(fine, bandwidth_m || Math.max(LEAST_SD_M, Math.min(MOST_SD_M, across / SMOOTHINGS)));
    let margin = 0;
    for (const place of places) {
      place.sd = (bandwidth_m ? Math.hypot(place.own, least) : Math.max(place.own, least)) * place.stretch;
      place.band = bandOf(place.sd);
      if (place.area) place.area.sd = place.sd;
      margin = Math.max(margin, place.sd * REACH_SD);
    }
    const [wide, high] = [east - west + 2 * margin, north - south + 2 * margin];
    const cell = Math.max(least / CELLS_PER_SD, Math.sqrt(wide * high / MOST_CELLS));
    return { places, least, cell, west: west - margin, north: north + margin,
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

  /* A block of cells, smoothed: `sd` in cells. */
  function blurred(block, wide, high, sd) {
    let [mass, other] = [block, new Float64Array(block.length)];
    for (const width of boxes(sd)) {
      smooth(mass, other, high, wide, wide, 1, width);
      smooth(other, mass, wide, 1, high, wide, width);
    }
    return mass;
  }

  /* An area as a block of cells that holds one incident: the same on every cell by its size on the Earth,
     and smoothed as the points are. */
  function bellOf({ cell, west, north }, { mesh, shapes }, { shape, box, sd }) {
    const reach = Math.ceil(sd / cell * REACH_SD);
    const [left, top] = [Math.floor((box[0] - west) / cell) - reach, Math.floor((north - box[3]) / cell) - reach];
    const [wide, high] = [Math.floor((box[2] - west) / cell) - left + 1 + reach, Math.floor((north - box[1]) / cell) - top + 1 + reach];
    const context = Object.assign(document.createElement("canvas"), { width: wide, height: high }).getContext("2d", { willReadFrequently: true });
    context.beginPath();
    mesh.trace(shapes.get(shape), context, (x, y) => [((x - 0.5) * ROUND_M - west) / cell - left, (north - (0.5 - y) * ROUND_M) / cell - top]);
    context.fill("evenodd");
    const alpha = context.getImageData(0, 0, wide, high).data;
    const mass = new Float64Array(wide * high);
    let sum = 0;
    for (let at = 0; at < mass.length; at += 1) {
      mass[at] = alpha[4 * at + 3] / Math.cosh((north - (top + Math.floor(at / wide) + 0.5) * cell) / EARTH_M) ** 2;
      sum += mass[at];
    }
    if (!sum) mass[(high >> 1) * wide + (wide >> 1)] = sum = 1; // smaller than a cell
    for (let at = 0; at < mass.length; at += 1) mass[at] /= sum;
    return { left, top, wide, high, mass: blurred(mass, wide, high, sd / cell) };
  }

  /* Adds a block of cells, so many times, to those of a grid. */
  function addBlock(total, { rows, columns }, { left, top, wide, high, mass }, many) {
    const [from, until] = [Math.max(0, -left), Math.min(wide, columns - left)];
    for (let row = Math.max(0, -top); row < Math.min(high, rows - top); row += 1) {
      const [to, of] = [(top + row) * columns + left, row * wide];
      for (let column = from; column < until; column += 1) total[to + column] += many * mass[of + column];
    }
  }

  /* Points of one spread, each a bell of its own, or all together by running means: what is quicker. */
  function addBells(total, grid, points) {
    const { rows, columns, cell, west, north } = grid;
    const sd = points.reduce((sum, place) => sum + place.sd, 0) / points.length / cell;
    const reach = Math.ceil(sd * REACH_SD);
    const at = points.map(({ box: [x, y] }) => [Math.floor((x - west) / cell), Math.floor((north - y) / cell)]);
    let [left, top, right, bottom] = [columns, rows, 0, 0];
    for (const [column, row] of at) {
      [left, right] = [Math.min(left, column), Math.max(right, column)];
      [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
    }
    [left, top, right, bottom] = [Math.max(0, left - reach), Math.max(0, top - reach), Math.min(columns - 1, right + reach), Math.min(rows - 1, bottom + reach)];
    const [wide, high, size] = [right - left + 1, bottom - top + 1, 2 * reach + 1];
    if (points.length * size * size < PASSES * wide * high) {
      const line = Float64Array.from({ length: size }, (_, i) => Math.exp(-0.5 * ((i - reach) / sd) ** 2));
      const whole = line.reduce((sum, value) => sum + value) ** 2;
      const bell = { wide: size, high: size, mass: Float64Array.from({ length: size * size }, (_, i) => line[i % size] * line[Math.floor(i / size)] / whole) };
      for (const [column, row] of at) addBlock(total, grid, { ...bell, left: column - reach, top: row - reach }, 1);
      return;
    }
    const block = new Float64Array(wide * high);
    for (const [column, row] of at) block[(row - top) * wide + column - left] += 1;
    addBlock(total, grid, { left, top, wide, high, mass: blurred(block, wide, high, sd) }, 1);
  }

  /* Square metres of a cell of a row. */
  const areaOf = ({ north, cell }, row) => (cell / Math.cosh((north - (row + 0.5) * cell) / EARTH_M)) ** 2;

  function spread(grid, footprints, takes) {
    const { rows, columns } = grid;
    const total = new Float64Array(rows * columns);
    const [bands, areas] = [new Map(), new Map()];
    let incidents = 0;
    for (const place of grid.places) {
      if (!takes(place.row)) continue;
      incidents += 1;
      if (place.area) areas.set(place.area, (areas.get(place.area) || 0) + 1);
      else if (bands.has(place.band)) bands.get(place.band).push(place);
      else bands.set(place.band, [place]);
    }
    for (const points of bands.values()) addBells(total, grid, points);
    for (const [area, many] of areas) {
      area.bell ??= bellOf(grid, footprints, area);
      addBlock(total, grid, area.bell, many);
    }
    let peak = 0;
    for (let row = 0; row < rows; row += 1) {
      const area = areaOf(grid, row);
      for (let at = row * columns; at < (row + 1) * columns; at += 1) {
        total[at] *= PER_AREA / area;
        peak = Math.max(peak, total[at]);
      }
    }
    return { values: total, peak, incidents };
  }

  /* Once the incidents are known: gives, each time, the density of those that the filters leave. */
  farsakh.spreading = (page, bandwidth_m) => {
    let grid;
    return () => {
      if (grid === undefined) grid = gridOf(page, bandwidth_m);
      return grid && { grid, ...spread(grid, page.footprints, (row) => page.kept[row]) };
    };
  };

  /* The heights above which the smallest areas lie that hold shares of the incidents (Hyndman 1996,
     doi:10.1080/00031305.1996.10474359). */
  farsakh.heightsOf = ({ grid, values }, shares) => {
    const cells = [];
    let all = 0;
    for (let at = 0; at < values.length; at += 1) {
      if (!(values[at] > 0)) continue;
      const mass = values[at] * areaOf(grid, Math.floor(at / grid.columns));
      all += mass;
      cells.push([values[at], mass]);
    }
    cells.sort(([one], [other]) => other - one);
    const rising = [...shares].sort((a, b) => a - b);
    const heights = new Map();
    let held = 0;
    for (const [value, mass] of cells) {
      held += mass;
      while (rising.length && held >= rising[0] * all) heights.set(rising.shift(), value * LEVEL);
    }
    return shares.map((share) => heights.get(share) ?? 0);
  };
})();
