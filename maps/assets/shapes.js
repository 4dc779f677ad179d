/* Shapes made of borders, as maps/mesh.py cuts them. A border is projected once a zoom, whoever
   shares it, and drawn in whole pixels. Uses what Leaflet 1.9 calls of its own paths. */
"use strict";

(() => {
  const NORTHMOST = 85.0511; // degrees: where Web Mercator ends
  const BEYOND = 1; // windows on each side that are drawn too, so that a pan finds them there
  const LEAST = 2; // squared pixels between vertices that are both drawn

  /* Web Mercator from 0 to 1, as Leaflet scales it. */
  const across = (lon) => lon / 360 + 0.5;
  const down = (lat) => 0.5 - Math.atanh(Math.sin(Math.max(-NORTHMOST, Math.min(NORTHMOST, lat)) * Math.PI / 180)) / (2 * Math.PI);

  /* Arcs, and the rings of each row that are made of them: twice the number of an arc, and 1 more
     where it runs backwards. */
  farsakh.mesh = (packed) => {
    const { x: lon, y: lat, sizes, kinds } = packed;
    const many = sizes.length;
    const starts = new Uint32Array(many + 1);
    const [x, y] = [Float64Array.from(lon, across), Float64Array.from(lat, down)];
    const boxes = new Float64Array(4 * many);
    for (let arc = 0; arc < many; arc += 1) {
      starts[arc + 1] = starts[arc] + sizes[arc];
      let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
      for (let i = starts[arc]; i < starts[arc + 1]; i += 1) {
        if (x[i] < west) west = x[i];
        if (x[i] > east) east = x[i];
        if (y[i] < north) north = y[i];
        if (y[i] > south) south = y[i];
      }
      boxes.set([west, north, east, south], 4 * arc);
    }
    const rows = new Map();
    let ring = 0, piece = 0;
    packed.polys.forEach((rings, polygon) => {
      const row = packed.rows[polygon];
      if (!rows.has(row)) rows.set(row, []);
      for (let i = 0; i < rings; i += 1, ring += 1) {
        rows.get(row).push(packed.ring.subarray(piece, piece + packed.rings[ring]));
        piece += packed.rings[ring];
      }
    });
    let frame = null;

    /* What is drawn at a zoom, until a pan leaves it. */
    const framed = (map, seen) => {
      const { x: left, y: top } = map.getPixelOrigin();
      const at = `${map.getZoom()} ${left} ${top}`;
      if (frame && frame.at === at && frame.box.contains(seen)) return frame;
      const more = seen.getSize().multiplyBy(BEYOND);
      frame = { at, left, top, scale: map.options.crs.scale(map.getZoom()), map,
        box: L.bounds(seen.min.subtract(more), seen.max.add(more)), arcs: new Array(many) };
      return frame;
    };
    const hidden = (arc, { left, top, scale, box: { min, max } }) => boxes[4 * arc] * scale - left > max.x || boxes[4 * arc + 1] * scale - top > max.y
      || boxes[4 * arc + 2] * scale - left < min.x || boxes[4 * arc + 3] * scale - top < min.y;
    /* The pixels of an arc, by turns across and down. What lies on one side of all that is seen may as
       well be a straight line. */
    const pixels = (arc, drawn) => {
      if (drawn.arcs[arc]) return drawn.arcs[arc];
      const { left, top, scale } = drawn;
      const [first, last] = [starts[arc], starts[arc + 1] - 1];
      const step = hidden(arc, drawn) ? Math.max(1, last - first) : 1;
      const line = [];
      let [px, py] = [NaN, NaN];
      for (let i = first; i <= last; i += step) {
        const [nx, ny] = [Math.round(x[i] * scale - left), Math.round(y[i] * scale - top)];
        if ((nx - px) ** 2 + (ny - py) ** 2 < LEAST && i < last) continue;
        line.push([px, py] = [nx, ny]);
      }
      drawn.arcs[arc] = { line, forth: line.slice(0, -1).join(" "), back: null };
      return drawn.arcs[arc];
    };
    const outline = (pieces, drawn) => {
      let said = "", vertices = 0;
      for (const piece of pieces) {
        const arc = pixels(piece >> 1, drawn);
        vertices += arc.line.length - 1;
        if (piece & 1 && arc.back === null) arc.back = arc.line.slice(1).reverse().join(" ");
        said += `${piece & 1 ? arc.back : arc.forth} `;
      }
      return vertices > 1 ? `M${said}z` : "";
    };
    return {
      rows, kinds, framed,
      rings: (all, drawn) => all.map((pieces) => outline(pieces, drawn)).join(""),
      lines: (arcs, drawn) => arcs.map((arc) => (hidden(arc, drawn) ? "" : `M${pixels(arc, drawn).line.join(" ")}`)).join(""),
      /* Puts rings into a path of a canvas, each vertex where `place` has its Web Mercator from 0 to 1. */
      trace: (all, path, place) => {
        for (const pieces of all) {
          let first = true;
          for (const piece of pieces) {
            const [from, until] = [starts[piece >> 1], starts[(piece >> 1) + 1]];
            for (let i = 0; i < until - from - 1; i += 1) {
              const at = piece & 1 ? until - 1 - i : from + i;
              path[first ? "moveTo" : "lineTo"](...place(x[at], y[at]));
              first = false;
            }
          }
          path.closePath();
        }
      },
      bounds: (all) => {
        let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
        for (const pieces of all) {
          for (const piece of pieces) {
            for (let i = starts[piece >> 1]; i < starts[(piece >> 1) + 1]; i += 1) {
              [west, south] = [Math.min(west, lon[i]), Math.min(south, lat[i])];
              [east, north] = [Math.max(east, lon[i]), Math.max(north, lat[i])];
            }
          }
        }
        return L.latLngBounds([south, west], [north, east]);
      },
    };
  };

  /* A path of Leaflet that is given as rings of a mesh, or as `lines`, numbers of arcs. */
  farsakh.Shape = L.Path.extend({
    initialize(mesh, { rings, lines }, options) {
      Object.assign(this, { mesh, rings, lines });
      L.setOptions(this, { fill: !lines, ...options });
    },
    getBounds() { return this.mesh.bounds(this.rings); },
    getCenter() { return this.getBounds().getCenter(); },
    onAdd() {
      this.drawn = null; // its element is a new one
      L.Path.prototype.onAdd.call(this);
    },
    _project() {},
    _update() {
      const drawn = this.mesh.framed(this._map, this._renderer._bounds);
      if (drawn === this.drawn) return;
      this.drawn = drawn;
      this._renderer._setPath(this, (this.lines ? this.mesh.lines(this.lines, drawn) : this.mesh.rings(this.rings, drawn)) || "M0 0");
    },
  });
})();
