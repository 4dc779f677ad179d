/* The furniture of the page: title, controls, credits, the first view. The last layer of all. */
"use strict";

(() => {
  const { draw, element, control, count } = farsakh;
  const [NARROW, ROOMY] = [600, 700]; // screen pixels of the map

  function layerControl(page) {
    if (!page.switches.length && !page.shading.length) return;
    const box = element("details", { class: "farsakh-box farsakh-layers" }, element("summary", {}, "Layers"));
    const choose = (chosen) => {
      if (page.shade) page.shade.hide();
      page.shade = chosen;
      if (chosen) chosen.show();
      page.emit("shade");
    };
    if (page.shading.length) {
      const name = `farsakh-shading-${L.Util.stamp(page.map)}`;
      const option = (shade, label, checked) => element("label", {},
        element("input", { type: "radio", name, checked: checked ? "" : null, onchange: () => choose(shade) }), label);
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
    box.open = page.map.getSize().x > ROOMY;
    control(page, "topright", box);
    page.layers = box;
  }

  /* The first view shows where most incidents are; a button goes on to all of them. */
  function views(page, { whole, first }, legend) {
    const { map } = page;
    const show = (bounds) => {
      if (!bounds) return map.setView([20, 20], 2, { animate: false });
      const [west, south, east, north] = bounds;
      const beside = legend && legend.endsWith("left") ? page.legend.offsetWidth + 24 : 24;
      return map.fitBounds([[south, west], [north, east]], { maxZoom: 9, animate: false,
        paddingTopLeft: [beside, 24], paddingBottomRight: [page.layers && page.layers.open ? page.layers.offsetWidth + 24 : 24, 30] });
    };
    show(first);
    if (!whole || String(whole) === String(first)) return;
    const { n, repeats } = page.data;
    const shown = map.getBounds();
    let outside = 0;
    for (let row = 0; row < n; row += 1) {
      const box = repeats(row) ? null : page.bounds(row);
      if (box && !shown.intersects(box)) outside += 1;
    }
    if (!outside) return;
    const button = element("button", { type: "button", class: "farsakh-box farsakh-whole", onclick: () => {
      const all = button.dataset.all === "yes";
      show(all ? first : whole);
      button.dataset.all = all ? "no" : "yes";
      button.textContent = all ? `${count(outside)} more outside this view: show all` : "Back to where most are";
    } }, `${count(outside)} more outside this view: show all`);
    control(page, "topleft", button);
  }

  function tiles(page, { url, host, attribution, zoom, subdomains }) {
    L.tileLayer(url, { maxZoom: zoom, subdomains, className: "farsakh-tiles" }).addTo(page.map);
    page.root.querySelector(".farsakh-panel").append(element("p", { class: "farsakh-asks" },
      "The base map comes from ", element("b", {}, host), ": opening this page asks that server for pictures."));
    return attribution;
  }

  draw.page = (page, value) => {
    const { map, root } = page;
    const { options } = value;
    page.words = options.words;
    page.first = options.first;
    root.classList.toggle("farsakh-small", page.small);
    const head = root.querySelector(".farsakh-head");
    head.append(...[page.small ? null : element("a", { class: "farsakh-skip", href: "#farsakh-table" }, "Skip to the table"),
      element("h1", { dir: "auto" }, value.title), value.subtitle ? element("p", { dir: "auto" }, value.subtitle) : null].filter(Boolean));
    const narrow = map.getSize().x < NARROW;
    map.setMinZoom(2);
    L.control.zoom({ position: "topleft" }).addTo(map);
    L.control.scale({ position: "bottomright", imperial: true }).addTo(map);
    farsakh.areas(page);
    farsakh.cards(page);
    if (!page.small) {
      farsakh.panel(page, value);
      root.querySelector(".farsakh-main").append(...[farsakh.time(page)].filter(Boolean));
      map.invalidateSize({ animate: false });
    }
    const legend = farsakh.legend(page, options.legend, narrow);
    layerControl(page);
    const corner = [...(options.tiles ? [tiles(page, options.tiles)] : []), ...value.corner].join(" · ");
    const credit = element("span", { dir: "auto" }, corner);
    map.attributionControl.setPrefix(`${credit.outerHTML} · Leaflet`);
    views(page, options, legend);
    map.getContainer().setAttribute("aria-label", `Map: ${value.title}`);
    map.getContainer().setAttribute("role", "region");
    page.ready = true; // from here on the map stays where it is, and its points are worth clustering
    page.sift();
    farsakh.afterwards(() => {
      page.emit("seen");
      root.dataset.ready = "yes";
    });
  };
})();
