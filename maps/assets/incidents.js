/* Incidents: what is said about each, clustered points, and the shapes in which they lie. */
"use strict";

(() => {
  const { draw, element, column, byRow, word, plural } = farsakh;
  const RADIUS = 44; // screen pixels within which points become one cluster
  const MANY = 200; // areas on top of one another hide the map: beyond, they are shown when asked for
  const LISTED = 50; // incidents in the popup of points that no zoom can part

  const readable = (code) => (code ? code.charAt(0).toUpperCase() + code.slice(1).replaceAll("_", " ") : null);
  const kilometres = (metres) => (metres >= 9500 ? Math.round(metres / 1000) : (metres / 1000).toFixed(1));

  /* What a radius promises: the point-radius method gives the most that it can be; a law that was
     not fitted on true places is called assumed. */
  const coverage = (method, calibrated) =>
    method && method.startsWith("point-radius") ? "at most" : calibrated === "False" ? "90 %, assumed" : "90 %";
  const OTHER = "other"; // says nothing; the class of such an event says more

  draw.incidents = (page, value) => {
    const get = {};
    for (const [name, values] of Object.entries(value)) {
      if (values && typeof values === "object") get[name] = column(values);
    }
    const field = (name, row) => (get[name] ? get[name](row) : null);
    const data = {
      n: value.n,
      field,
      status: (row) => field("status", row),
      kind: (row) => {
        const type = field("event_type", row);
        const told = type && type !== OTHER ? type : field("event_class", row) || type;
        return readable(word(page, "event_type", told)) || "Incident";
      },
      when: (row) => {
        const [from, to] = [field("date", row), field("date_end", row)];
        return to && to !== from ? `${from} to ${to}` : from;
      },
      repeat: (row) => value.repeat[row], // the row that this one repeats, or -1
      at: (row) => (value.lon[row] === null ? null : [value.lat[row] / value.steps, value.lon[row] / value.steps]),
      where: (row) => [field("province_name", row), word(page, "country", field("country", row))].filter(Boolean).join(", "),
    };
    page.data = data;
    page.said = (row) => word(page, "status", data.status(row));

    // the index knows longitudes up to 180; the map may go on beyond them
    const usual = (lon) => (lon > 180 ? lon - 360 : lon);
    const onMap = (lon) => (lon < value.west ? lon + 360 : lon);
    const group = L.layerGroup();
    const features = [];
    for (let row = 0; row < value.n; row += 1) {
      const at = data.at(row);
      if (at && data.repeat(row) < 0) features.push({ type: "Feature", properties: { row }, geometry: { type: "Point", coordinates: [usual(at[1]), at[0]] } });
    }
    const deepest = page.map.options.maxZoom;
    const index = new Supercluster({ radius: RADIUS, maxZoom: deepest, extent: 256 }).load(features);
    const shown = new Map();

    const marker = (feature) => {
      const lon = onMap(feature.geometry.coordinates[0]), lat = feature.geometry.coordinates[1];
      const inside = feature.properties;
      const size = inside.cluster ? 26 + 8 * Math.min(3, Math.log10(inside.point_count)) : 16;
      const doubtful = !inside.cluster && data.status(inside.row) !== "located";
      const face = element("span", {}, inside.cluster ? inside.point_count_abbreviated.toLocaleString("en") : "");
      const made = L.marker([lat, lon], {
        keyboard: true,
        riseOnHover: true,
        icon: L.divIcon({ html: face, iconSize: [size, size],
          className: inside.cluster ? "farsakh-cluster" : `farsakh-point${doubtful ? " farsakh-doubtful" : ""}` }),
      });
      const said = inside.cluster ? `${plural(inside.point_count, "incident", "incidents")}, open`
        : [data.kind(inside.row), data.when(inside.row), field("location_text", inside.row)].filter(Boolean).join(", ");
      made.on("add", () => {
        made.getElement().setAttribute("aria-label", said);
        made.getElement().setAttribute("role", "button");
      });
      made.on("click", () => (inside.cluster ? openCluster(inside.cluster_id, [lat, lon]) : page.open(inside.row)));
      return made;
    };

    const openCluster = (id, at) => {
      const zoom = index.getClusterExpansionZoom(id);
      if (zoom <= deepest) return page.map.setView(at, zoom);
      return page.openAll(index.getLeaves(id, LISTED).map((leaf) => leaf.properties.row), at);
    };

    const update = () => {
      if (!page.map._loaded || !page.map.hasLayer(group)) return;
      const bounds = page.map.getBounds().pad(0.2);
      const box = [bounds.getWest(), Math.max(-90, bounds.getSouth()), bounds.getEast(), Math.min(90, bounds.getNorth())];
      const wanted = new Map(index.getClusters(box, Math.floor(page.map.getZoom()))
        .map((f) => [f.properties.cluster ? `c${f.properties.cluster_id}` : `p${f.properties.row}`, f]));
      for (const [key, made] of shown) {
        if (wanted.has(key)) continue;
        group.removeLayer(made);
        shown.delete(key);
      }
      for (const [key, feature] of wanted) {
        if (!shown.has(key)) shown.set(key, marker(feature).addTo(group));
      }
    };
    page.map.on("moveend", update);
    group.on("add", update);
    const every = features.length === value.n;
    page.switches.push({ label: `${every ? "Incidents" : "Incidents with a point"} (${features.length.toLocaleString("en")})`, layer: group });

    page.openAll = (rows, at) => {
      const opener = document.activeElement;
      page.choose(rows);
      const { x: width, y: height } = page.map.getSize();
      // the controls stand above a popup: beside them where there is room, else below them
      const [wide, high] = page.layers ? [page.layers.offsetWidth + 24, page.layers.offsetHeight + 20] : [10, 16];
      const beside = width > 700;
      const popup = L.popup({ maxWidth: Math.min(340, width - 100), maxHeight: Math.round(height * (beside ? 0.6 : 0.5)),
        autoPanPaddingTopLeft: [54, beside ? 16 : high], autoPanPaddingBottomRight: [beside ? wide : 10, 16] })
        .setLatLng(at)
        .setContent(element("div", { class: "farsakh-cards", tabindex: "-1" },
          rows.length > 1 ? element("h2", {}, plural(rows.length, "incident", "incidents")) : null,
          rows.map((row) => card(page, row))))
        .on("remove", () => {
          page.choose([]);
          if (popup.getElement().contains(document.activeElement)) opener.focus({ preventScroll: true });
        })
        .openOn(page.map);
      // Leaflet hears Escape on the map alone, not inside a popup
      popup.getElement().addEventListener("keydown", (event) => event.key === "Escape" && popup.close());
      popup.getElement().querySelector(".farsakh-cards").focus({ preventScroll: true });
    };
    page.open = (row) => page.openAll([row], data.at(row) || page.middle(row));
  };

  /* One incident in words: what, when, the text, where as written, how sure, why there. */
  function card(page, row) {
    const { field, kind, when, where, at, repeat } = page.data;
    const line = (label, text) => (text ? [element("dt", {}, label), element("dd", { dir: "auto" }, text)] : []);
    const radius = field("radius_m", row);
    const losses = ["killed", "wounded"].map((name) => [field(name, row), name]).filter(([n]) => n !== null)
      .map(([n, name]) => `${n} ${name}`).join(", ");
    const sure = at(row) && radius ? `within ${kilometres(radius)} km (${coverage(field("method", row), field("calibrated", row))})` : null;
    const original = repeat(row) < 0 ? null
      : [when(repeat(row)), field("location_text", repeat(row))].filter(Boolean).join(", ") || "another entry";
    return element("article", { class: "farsakh-card" },
      element("h3", {}, kind(row), when(row) ? element("time", {}, when(row)) : null),
      field("text", row) ? element("blockquote", { dir: "auto" }, field("text", row)) : null,
      element("dl", {},
        line("Place", field("location_text", row) === field("text", row) ? null : field("location_text", row)),
        line("In", where(row)),
        line("How sure", [page.said(row), sure].filter(Boolean).join(", ")),
        line("Why", field("why", row)),
        line("By", field("perpetrator", row)),
        line("Against", field("target", row)),
        line("Losses", losses),
        line("Repeats", original),
        line("Source", [field("source", row), field("source_date", row)].filter(Boolean).join(", "))));
  }

  draw.footprints = (page, value) => {
    const shapes = byRow(value.shape);
    const rows = new Map();
    value.of.forEach((shape, row) => {
      if (shape < 0) return;
      if (!rows.has(shape)) rows.set(shape, []);
      rows.get(shape).push(row);
    });
    page.map.createPane("footprints").style.zIndex = 410;
    page.map.createPane("chosen").style.zIndex = 420;
    page.map.getPane("chosen").style.pointerEvents = "none";
    const [around, areas] = [L.layerGroup(), L.layerGroup()];
    page.footprints = { shapes, of: value.of };
    page.areas = () => {
      const renderer = L.svg({ pane: "footprints", padding: 0.6 });
      const extent = ([, outline]) => {
        const box = L.latLngBounds(outline.flat(2));
        return (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth());
      };
      // the smallest last, so that each can be reached
      for (const [shape, outline] of [...shapes].sort((a, b) => extent(b) - extent(a))) {
        const all = (rows.get(shape) || []).filter((row) => page.data.repeat(row) < 0);
        if (!all.length) continue;
        const vague = all.filter((row) => !page.data.at(row));
        const drawn = L.polygon(outline, { pane: "footprints", renderer, smoothFactor: 0.6,
          interactive: vague.length > 0, className: vague.length ? "farsakh-area" : "farsakh-footprint" });
        if (vague.length) {
          const said = `${plural(vague.length, "incident", "incidents")} somewhere in here`;
          drawn.bindTooltip(element("div", {}, element("strong", {}, said)), { sticky: true, opacity: 1, className: "farsakh-tip" });
          drawn.on("click", (event) => page.openAll(vague, event.latlng));
          drawn.on("add", () => {
            const path = drawn.getElement();
            path.setAttribute("tabindex", "0");
            path.setAttribute("role", "button");
            path.setAttribute("aria-label", said);
            path.addEventListener("keydown", (event) => {
              if (event.key === "Enter") page.openAll(vague, drawn.getBounds().getCenter());
            });
          });
        }
        drawn.addTo(vague.length ? areas : around);
      }
      const vague = [...Array(page.data.n).keys()].filter((row) => !page.data.at(row) && page.data.repeat(row) < 0 && value.of[row] >= 0);
      if (vague.length) page.switches.push({ label: `Known only by area (${vague.length.toLocaleString("en")})`, layer: areas });
      const pinned = around.getLayers().length;
      if (pinned) page.switches.push({ label: "Areas of uncertainty", layer: around, off: pinned > MANY });
    };
  };

  /* The area of an incident: its footprint, or a circle of its radius. */
  farsakh.area = (page, row) => {
    const shape = page.footprints ? page.footprints.of[row] : -1;
    const options = { pane: "chosen", className: "farsakh-chosen", interactive: false };
    if (shape >= 0) return L.polygon(page.footprints.shapes.get(shape), options);
    const at = page.data.at(row);
    const radius = page.data.field("radius_m", row);
    return at && radius ? L.circle(at, { ...options, radius }) : null;
  };
})();
