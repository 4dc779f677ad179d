/* Beside the map: what could not be located and why, and every incident, for all readers. */
"use strict";

(() => {
  const { draw, element, plural } = farsakh;
  const STEP = 100; // rows that are added at a time

  draw.list = (page, value) => {
    const { data } = page;
    const chosen = L.layerGroup().addTo(page.map);
    if (!page.map.getPane("chosen")) page.map.createPane("chosen").style.zIndex = 420;
    page.choose = (rows) => {
      chosen.clearLayers();
      for (const row of rows) {
        const area = farsakh.area(page, row);
        if (area) area.addTo(chosen);
      }
    };
    page.middle = (row) => {
      const area = farsakh.area(page, row);
      return area && area.getBounds().getCenter();
    };
    const all = [...Array(data.n).keys()];
    const panel = page.root.querySelector(".farsakh-panel");
    const credits = (title, lines) => [element("h2", {}, title), element("ul", {}, lines.map((line) => element("li", { dir: "auto" }, line)))];
    panel.append(...[summary(page, all), missing(page, all), incidents(page, all),
      element("footer", {}, credits("Sources", value.sources), credits("Drawn with", value.code))].filter(Boolean));
  };

  const drawable = (page, row) => Boolean(page.data.at(row)
    || (page.footprints && page.footprints.of[row] >= 0));

  function summary(page, all) {
    const once = all.filter((row) => page.data.repeat(row) < 0);
    const pinned = once.filter((row) => page.data.at(row)).length;
    const shaded = once.filter((row) => !page.data.at(row) && drawable(page, row)).length;
    const again = all.length - once.length;
    const [points, areas, rest] = [pinned, shaded, once.length - pinned - shaded].map((n) => n.toLocaleString("en"));
    return element("p", { class: "farsakh-summary" }, element("strong", {}, plural(once.length, "incident", "incidents")),
      `: ${points} with a point, ${areas} known only by area, ${rest} not located.`,
      again ? ` ${plural(again, "entry repeats another; it is", "entries repeat others; they are")} listed, not counted.` : null);
  }

  /* A text is shown once: in a plain table it is the description itself. */
  const prose = (field, row) => (field("text", row) === field("location_text", row) ? null : field("text", row));

  function missing(page, all) {
    const rows = all.filter((row) => !drawable(page, row) && page.data.repeat(row) < 0);
    if (!rows.length) return null;
    const { field } = page.data;
    const reasons = new Map();
    for (const row of rows) {
      const why = field("why", row) || "No place was given";
      if (!reasons.has(why)) reasons.set(why, []);
      reasons.get(why).push(row);
    }
    return element("details", { class: "farsakh-missing" },
      element("summary", {}, `Not located (${rows.length.toLocaleString("en")})`),
      [...reasons].slice(0, STEP).map(([why, of]) => element("section", {}, element("h3", { dir: "auto" }, why),
        element("ul", {}, of.slice(0, STEP).map((row) => element("li", { dir: "auto" },
          element("b", {}, field("location_text", row) || page.data.where(row) || page.data.kind(row)), " ",
          prose(field, row) || ""))))));
  }

  function incidents(page, all) {
    const { data } = page;
    const { field } = data;
    const body = element("tbody", {});
    const count = element("p", { class: "farsakh-count", "aria-live": "polite" });
    const more = element("button", { type: "button", onclick: () => extend() }, "Show more");
    const columns = [["Date", (row) => data.when(row)], ["What and where", (row) => data.kind(row) + data.where(row)]];
    let rows = all;
    let drawn = 0;
    let order = { by: -1, down: false };

    const show = (row) => {
      const at = data.at(row);
      if (at) {
        page.map.setView(at, Math.max(page.map.getZoom(), 9), { animate: false });
      } else {
        page.map.fitBounds(farsakh.area(page, row).addTo(page.map).remove().getBounds(), { animate: false });
      }
      page.open(row);
      page.map.getContainer().scrollIntoView({ block: "nearest" });
    };

    const line = (row) => {
      const place = field("location_text", row) || data.where(row) || "(no place)";
      const link = drawable(page, row)
        ? element("button", { type: "button", class: "farsakh-show", dir: "auto", onclick: () => show(row) }, place)
        : element("span", { dir: "auto" }, place);
      const radius = field("radius_m", row);
      const status = [data.repeat(row) < 0 ? null : "repeats another entry", page.said(row), data.at(row) && radius ? `± ${Math.max(1, Math.round(radius / 1000))} km` : null]
        .filter(Boolean).join(", ");
      return element("tr", {}, element("td", {}, data.when(row) || ""),
        element("td", {}, element("b", {}, data.kind(row)), element("div", {}, link),
          element("small", { dir: "auto" }, [data.where(row), status].filter(Boolean).join(" · ")),
          prose(field, row) ? element("p", { dir: "auto" }, prose(field, row)) : null));
    };

    const extend = () => {
      body.append(...rows.slice(drawn, drawn + STEP).map(line));
      drawn = Math.min(rows.length, drawn + STEP);
      more.hidden = drawn >= rows.length;
      count.textContent = rows.length === all.length ? "" : `${rows.length.toLocaleString("en")} of ${plural(all.length, "entry", "entries")}`;
    };
    const refresh = () => {
      body.replaceChildren();
      drawn = 0;
      extend();
    };
    const search = element("input", { type: "search", "aria-label": "Search the incidents", placeholder: "Search text and places",
      oninput: () => {
        const wanted = search.value.toLowerCase();
        rows = all.filter((row) => ["text", "location_text", "province_name", "country", "event_type", "why"]
          .some((name) => (field(name, row) || "").toLowerCase().includes(wanted)));
        sort();
      } });
    const heads = columns.map(([name], by) => element("th", { scope: "col", "aria-sort": "none" },
      element("button", { type: "button", onclick: () => {
        order = { by, down: order.by === by && !order.down };
        heads.forEach((head, i) => head.setAttribute("aria-sort", i === by ? (order.down ? "descending" : "ascending") : "none"));
        sort();
      } }, name)));
    const sort = () => {
      if (order.by >= 0) {
        const key = columns[order.by][1];
        rows = [...rows].sort((a, b) => (order.down ? -1 : 1) * (key(a) || "").localeCompare(key(b) || "") || a - b);
      }
      refresh();
    };
    refresh();
    return element("section", { class: "farsakh-list" }, element("h2", {}, "Incidents"),
      all.length ? [search, count, element("table", {}, element("thead", {}, element("tr", {}, heads)), body), more]
        : element("p", {}, "There are no incidents."));
  }
})();
