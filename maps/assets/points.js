/* Points in clusters, by supercluster: one index for each zoom, made when it is needed. */
"use strict";

(() => {
  const { element, symbol, plural, count } = farsakh;
  const RADIUS = 44; // screen pixels within which points become one cluster
  const LISTED = 50; // incidents in the popup of points that no zoom can part
  const KEPT = 4; // indices in memory
  const LEAF = 256; // points that are looked through one by one: an index is made for few questions
  const APART = 6; // screen pixels, at the deepest zoom, that points must be apart to be parted
  const COVER = 0.7; // of a mark, that a name may not touch
  const RING = 4; // screen pixels, of a cluster's ring of categories

  const [SOURCE, PARENT] = [3, 4]; // where supercluster keeps, of each point, its number and its cluster

  farsakh.points = (page) => {
    const { data, map } = page;
    const deepest = map.options.maxZoom;
    // the index knows longitudes up to 180; the map may go on beyond them
    const usual = (lon) => (lon > 180 ? lon - 360 : lon);
    const onMap = (lon) => (lon < data.west ? lon + 360 : lon);
    /* What supercluster asks of a GeoJSON feature, in one object instead of four. */
    class Point {
      constructor(row) { this.row = row; }
      get geometry() { return this; }
      get properties() { return this; }
      get coordinates() { return [usual(data.lon[this.row]), data.lat[this.row]]; }
    }
    const features = [];
    for (let row = 0; row < data.n; row += 1) {
      if (data.pinned(row) && !data.repeats(row)) features.push(new Point(row));
    }
    const group = L.layerGroup();
    const indices = new Map();
    let shown = new Map();

    const index = (zoom) => {
      if (!indices.has(zoom)) {
        if (indices.size >= KEPT) indices.delete(indices.keys().next().value);
        const kept = page.filtered() ? features.filter((feature) => page.kept[feature.properties.row]) : features;
        const made = new Supercluster({ radius: RADIUS, minZoom: zoom, maxZoom: zoom, extent: 256, nodeSize: LEAF }).load(kept);
        indices.set(zoom, { made, shares: data.category ? sharesIn(made, zoom, kept) : null });
      }
      return indices.get(zoom);
    };
    /* How many of each category are in each cluster, in one pass over the points: asking for the leaves
       of one cluster after the other takes as long as finding the clusters. */
    const sharesIn = ({ trees, stride }, zoom, kept) => {
      const shares = new Map();
      const points = trees[zoom + 1].data;
      for (let at = 0; at < points.length; at += stride) {
        const parent = points[at + PARENT];
        if (parent < 0) continue;
        if (!shares.has(parent)) shares.set(parent, new Uint32Array(data.category.labels.length));
        shares.get(parent)[data.category.of[kept[points[at + SOURCE]].row]] += 1;
      }
      return shares;
    };
    const leaves = (feature, zoom) => index(zoom).made.getLeaves(feature.properties.cluster_id, Infinity).map((leaf) => leaf.properties.row);

    const single = (row) => {
      const doubtful = data.status(row) !== "located";
      return { size: 20, name: `farsakh-point${doubtful ? " farsakh-doubtful" : ""}`, face: symbol(data.category_of(row), doubtful),
        said: [data.kind(row), data.when(row), data.text("location_text", row)].filter(Boolean).join(", "),
        act: () => page.open(row) };
    };
    /* The shares of the categories as a ring, in the order of the legend. */
    const ring = (shares, all) => {
      let from = 0;
      return `conic-gradient(${Array.from(shares, (many, i) => (many ? `var(--category-${i}) ${from * 100}% ${(from += many / all) * 100}%` : "")).filter(Boolean).join(", ")})`;
    };
    const cluster = (feature, zoom) => {
      const { cluster_id: id, point_count: many, point_count_abbreviated: short } = feature.properties;
      const face = element("span", {}, String(short));
      const size = 26 + 8 * Math.min(3, Math.log10(many)) + (data.category ? RING : 0);
      if (data.category) face.style.setProperty("--ring", ring(index(zoom).shares.get(id), many));
      return { size, name: "farsakh-cluster", face, said: `${plural(many, "incident", "incidents")}, open`,
        act: () => openCluster(leaves(feature, zoom), feature.geometry.coordinates) };
    };
    const marker = (feature, zoom) => {
      const [lon, lat] = feature.geometry.coordinates;
      const { size, name, face, said, act } = feature.properties.cluster ? cluster(feature, zoom) : single(feature.properties.row);
      const made = L.marker([lat, onMap(lon)], { keyboard: true, riseOnHover: true,
        icon: L.divIcon({ html: face, iconSize: [size, size], className: name }) });
      made.on("add", () => {
        made.getElement().setAttribute("aria-label", said);
        made.getElement().setAttribute("role", "button");
      });
      return made.on("click", act);
    };

    const openCluster = (rows, [lon, lat]) => {
      const places = L.latLngBounds(rows.map((row) => data.at(row)));
      const [low, high] = [places.getSouthWest(), places.getNorthEast()].map((corner) => map.project(corner, deepest));
      const zoom = Math.floor(map.getZoom());
      if (zoom >= deepest || Math.max(high.x - low.x, low.y - high.y) < APART) return page.openAll(rows.slice(0, LISTED), [lat, onMap(lon)], rows.length);
      const fitting = map.getBoundsZoom(places, false, L.point(90, 90));
      return map.setView(places.getCenter(), Math.min(deepest, Math.max(zoom + 1, fitting)));
    };

    /* Screen boxes of the marks, a little smaller than they are. */
    page.marks = () => (map.hasLayer(group) ? [...shown.values()] : []).map((made) => {
      const { x, y } = map.latLngToContainerPoint(made.getLatLng());
      const half = made.options.icon.options.iconSize[0] * COVER / 2;
      return [x - half, y - half, x + half, y + half];
    });
    const update = () => {
      if (!page.ready) return;
      if (map.hasLayer(group)) gather();
      page.emit("marked");
    };
    const gather = () => {
      const bounds = map.getBounds().pad(0.2);
      const zoom = Math.min(deepest, Math.floor(map.getZoom()));
      const box = [bounds.getWest(), Math.max(-90, bounds.getSouth()), bounds.getEast(), Math.min(90, bounds.getNorth())];
      const key = ({ properties: { cluster: many, cluster_id: id, row } }) => (many ? `c${zoom}.${id}` : `p${row}`);
      const wanted = new Map(index(zoom).made.getClusters(box, zoom).map((feature) => [key(feature), feature]));
      for (const [name, made] of shown) if (!wanted.has(name)) group.removeLayer(made);
      shown = new Map([...wanted].map(([name, feature]) => [name, shown.get(name) || marker(feature, zoom).addTo(group)]));
    };
    page.on("sift", () => {
      indices.clear();
      for (const [name, made] of shown) {
        if (!name.startsWith("c")) continue;
        group.removeLayer(made);
        shown.delete(name);
      }
      update();
    });
    map.on("moveend", update);
    group.on("add remove", update);
    const every = features.length === data.n;
    page.points = group;
    page.switches.push({ label: `${every ? "Incidents" : "Incidents with a point"} (${count(features.length)})`, layer: group });
  };
})();
