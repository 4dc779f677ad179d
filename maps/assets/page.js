/* The page around a map: what its layers share, and the furniture (title, controls, legend).
   Text from data reaches the document through textContent only. */
"use strict";

const farsakh = (() => {
  const draw = {};
  const pages = new Map();

  async function unpack(packed) {
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(await new Response(stream).text());
  }

  /* Layers are drawn in the order in which they were added; "page" is the last of them. */
  function add(map, kind, packed) {
    if (!pages.has(map)) {
      pages.set(map, { map, root: map.getContainer().closest(".farsakh-page"), done: Promise.resolve(), words: {},
        switches: [], legends: {}, shading: [] });
    }
    const page = pages.get(map);
    const value = unpack(packed);
    page.done = page.done.then(async () => draw[kind](page, await value)).catch((error) => {
      page.root.querySelector(".farsakh-panel").append(`This map could not be drawn: ${error.message}`);
      throw error;
    });
  }

  /* An element with attributes and children; strings become text, never markup. */
  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined) continue;
      if (key === "class") made.className = value;
      else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else made.setAttribute(key, value);
    }
    made.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return made;
  }

  /* A column as a function of the row. */
  function column(values) {
    if (!values) return () => null;
    if (values.words) return (row) => (values.codes[row] < 0 ? null : values.words[values.codes[row]]);
    return (row) => values[row];
  }

  /* Packed polygons as [row, [[[lat, lon], …], …]]: one entry a polygon. */
  function polygons(packed) {
    const found = [];
    let x = 0, y = 0, vertex = 0, ring = 0;
    packed.poly.forEach((rings, polygon) => {
      const outline = [];
      for (let i = 0; i < rings; i += 1, ring += 1) {
        const line = [];
        for (let j = 0; j < packed.ring[ring]; j += 1, vertex += 1) {
          x += packed.x[vertex];
          y += packed.y[vertex];
          line.push([y / packed.steps, x / packed.steps]);
        }
        outline.push(line);
      }
      found.push([packed.row[polygon], outline]);
    });
    return found;
  }

  /* Polygons of one row together, as Leaflet wants a multipolygon. */
  function byRow(packed) {
    const rows = new Map();
    for (const [row, outline] of polygons(packed)) {
      if (!rows.has(row)) rows.set(row, []);
      rows.get(row).push(outline);
    }
    return rows;
  }

  /* What a code is called; a code that has no name is shown as it is. */
  const word = (page, kind, code) => (Object.hasOwn(page.words[kind], code) ? page.words[kind][code] : code);

  const plural = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

  const control = (page, position, content) => {
    const made = L.control({ position });
    made.onAdd = () => {
      L.DomEvent.disableClickPropagation(content);
      L.DomEvent.disableScrollPropagation(content);
      return content;
    };
    return made.addTo(page.map);
  };

  function layerControl(page) {
    if (!page.switches.length && !page.shading.length) return;
    const name = (kind) => `farsakh-${kind}-${L.Util.stamp(page.map)}`;
    const box = element("details", { class: "farsakh-box farsakh-layers" },
      element("summary", {}, "Layers"));
    if (page.shading.length) {
      const choose = (chosen) => {
        for (const shade of page.shading) {
          shade.layer[shade === chosen ? "addTo" : "removeFrom"](page.map);
        }
        page.legend.replaceChildren(...(chosen ? [chosen.legend] : []));
        page.legend.hidden = !chosen;
      };
      const option = (shade, label, checked) => element("label", {},
        element("input", { type: "radio", name: name("shading"), checked: checked ? "" : null,
          onchange: () => choose(shade) }), label);
      box.append(element("fieldset", {}, element("legend", {}, "Shading"),
        page.shading.map((shade, i) => option(shade, shade.label, i === 0)), option(null, "None", false)));
      choose(page.shading[0]);
    }
    if (page.switches.length) {
      box.append(element("fieldset", {}, element("legend", {}, "Show"), page.switches.map((item) => {
        if (!item.off) item.layer.addTo(page.map);
        return element("label", {}, element("input", { type: "checkbox", checked: item.off ? null : "",
          onchange: (event) => item.layer[event.target.checked ? "addTo" : "removeFrom"](page.map) }),
        item.label);
      })));
    }
    box.open = page.map.getSize().x > 700;
    control(page, "topright", box);
    page.layers = box;
  }

  /* Colour swatches with their ranges. */
  function legend(title, note, steps) {
    return element("div", {}, element("strong", {}, title),
      element("ol", { class: "farsakh-steps" }, steps.map(([name, label]) =>
        element("li", {}, element("i", { class: name }), label))),
      note ? element("p", {}, note) : null);
  }

  draw.page = (page, value) => {
    page.words = value.words;
    const head = page.root.querySelector(".farsakh-head");
    head.append(element("h1", { dir: "auto" }, value.title));
    if (value.subtitle) head.append(element("p", { dir: "auto" }, value.subtitle));
    page.legend = element("div", { class: "farsakh-box farsakh-legend", hidden: "" });
    const narrow = page.map.getSize().x < 600;
    if (narrow) page.root.querySelector(".farsakh-panel").append(page.legend);
    else control(page, "bottomleft", page.legend);
    L.control.zoom({ position: "topleft" }).addTo(page.map);
    L.control.scale({ position: "bottomright", imperial: true }).addTo(page.map);
    if (page.areas) page.areas();
    layerControl(page);
    const credit = document.createElement("span");
    credit.textContent = value.corner.join(" · ");
    page.map.attributionControl.setPrefix(credit.innerHTML + " · Leaflet");
    const fit = () => {
      if (!value.bounds) return page.map.setView([20, 20], 2);
      const [west, south, east, north] = value.bounds;
      return page.map.fitBounds([[south, west], [north, east]], { maxZoom: 9, animate: false,
        paddingTopLeft: [narrow ? 24 : page.legend.offsetWidth + 30, 24], paddingBottomRight: [24, 30] });
    };
    page.map.setMinZoom(2);
    fit();
    page.fit = fit;
    page.map.getContainer().setAttribute("aria-label", `Map: ${value.title}`);
    page.map.getContainer().setAttribute("role", "region");
    draw.list(page, value);
    page.root.dataset.ready = "yes";
  };

  return { add, draw, element, column, polygons, byRow, word, plural, legend };
})();
