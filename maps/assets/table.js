/* The table of incidents: what the filters and the map's extent leave, sorted, and only those of
   its rows in the document that can be seen. */
"use strict";

(() => {
  const { element, plural, count } = farsakh;
  const HIGH = 78; // screen pixels a row, the same in panel.css
  const SPARE = 6; // rows above and below what is seen
  const PRINTED = 1_000; // rows on paper

  let collator = null; // made when it is first needed
  const order = (one, other) => {
    collator ??= new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
    return collator.compare(one, other);
  };

  farsakh.table = (page) => {
    const { data, map } = page;
    const COLUMNS = [
      { name: "Date", number: (row) => data.from(row) },
      { name: "What", text: (row) => data.kind(row) },
      { name: "Where", text: (row) => data.text("location_text", row) || data.where(row) || "" },
      { name: "± km", number: (row) => (data.at(row) ? data.number("radius_m", row) : NaN) },
    ];
    const said = element("p", { class: "farsakh-count", "aria-live": "polite" });
    const follow = element("input", { type: "checkbox", checked: "", onchange: () => soon() });
    const body = element("tbody", {});
    const table = element("table", { "aria-label": "Incidents" });
    const scroller = element("div", { class: "farsakh-rows", tabindex: "0", role: "region", "aria-label": "Table of incidents" }, table);
    let rows = [];
    let sorted = { by: -1, down: false };
    let drawn = [0, 0];
    let held = false; // while the map goes to a row that was chosen here, the table stays

    const heads = COLUMNS.map(({ name }, by) => element("th", { scope: "col", "aria-sort": "none" },
      element("button", { type: "button", onclick: () => {
        sorted = { by, down: sorted.by === by && !sorted.down };
        heads.forEach((head, i) => head.setAttribute("aria-sort", i === by ? (sorted.down ? "descending" : "ascending") : "none"));
        gather();
      } }, name)));
    table.append(element("thead", {}, element("tr", { "aria-rowindex": "1" }, heads)), body);

    const show = (row) => {
      held = true;
      const bounds = page.bounds(row);
      if (data.at(row)) map.setView(data.at(row), Math.max(map.getZoom(), 9), { animate: false });
      else map.fitBounds(bounds, { animate: false, maxZoom: 9 });
      page.open(row);
      map.getContainer().scrollIntoView({ block: "nearest" });
      // the popup may push the map once more
      setTimeout(() => { held = false; }, 600);
    };

    const line = (row, index) => {
      const place = data.text("location_text", row) || data.where(row) || "(no place)";
      const radius = data.number("radius_m", row);
      const link = page.drawable(row)
        ? element("button", { type: "button", class: "farsakh-show", dir: "auto", onclick: () => show(row) }, place)
        : element("span", { dir: "auto" }, place);
      const status = [data.repeats(row) ? "repeats another entry" : null, data.status(row) === "located" ? null : page.said(row)].filter(Boolean).join(", ");
      const text = data.text("text", row);
      return element("tr", { "aria-rowindex": String(index + 2) },
        element("td", {}, data.when(row) || ""),
        element("td", { dir: "auto" }, data.kind(row)),
        element("td", {}, element("div", { class: "farsakh-place" }, link),
          element("small", { dir: "auto" }, [data.where(row), status].filter(Boolean).join(" · ")),
          text && text !== place ? element("p", { dir: "auto" }, text) : null),
        element("td", {}, data.at(row) && radius ? String(Math.max(1, Math.round(radius / 1000))) : ""));
    };

    const paint = (from, until) => {
      drawn = [from, until];
      const gap = (size) => (size ? element("tr", { class: "farsakh-gap", "aria-hidden": "true" }, element("td", { colspan: "4", style: `height:${size * HIGH}px` })) : null);
      const focused = body.contains(document.activeElement) ? document.activeElement.closest("tr").getAttribute("aria-rowindex") : null;
      body.replaceChildren(...[gap(from), ...rows.slice(from, until).map((row, i) => line(row, from + i)), gap(rows.length - until)].filter(Boolean));
      if (focused) body.querySelector(`[aria-rowindex="${focused}"] .farsakh-show`)?.focus({ preventScroll: true });
    };
    const scroll = (anew) => {
      const first = Math.floor(scroller.scrollTop / HIGH);
      const last = first + Math.ceil((scroller.clientHeight || 600) / HIGH);
      if (!anew && first >= drawn[0] && last <= Math.min(drawn[1], rows.length)) return;
      paint(Math.max(0, first - SPARE), Math.min(rows.length, last + SPARE));
    };

    /* A row that has no place on the map is not lost by moving it. */
    const inView = () => {
      const bounds = map.getBounds();
      const [west, south, east, north] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
      const { lon, lat } = data;
      return (row) => {
        if (!Number.isNaN(lon[row])) return lon[row] >= west && lon[row] <= east && lat[row] >= south && lat[row] <= north;
        const box = page.bounds(row);
        return !box || bounds.intersects(box);
      };
    };
    /* The map comes first: the table follows once that is on the screen, and once for several changes. */
    let waits = false;
    const soon = () => {
      table.setAttribute("aria-busy", "true");
      if (waits) return;
      waits = true;
      farsakh.afterwards(() => {
        waits = false;
        gather();
        table.removeAttribute("aria-busy");
      });
    };
    const gather = () => {
      // what was searched for is found wherever it is
      const seen = follow.checked && !page.filter.wanted ? inView() : () => true;
      rows = [];
      let kept = 0;
      for (let row = 0; row < data.n; row += 1) {
        if (!page.kept[row]) continue;
        kept += 1;
        if (seen(row)) rows.push(row);
      }
      if (sorted.by >= 0) sort(COLUMNS[sorted.by], sorted.down ? -1 : 1);
      table.setAttribute("aria-rowcount", String(rows.length + 1));
      said.textContent = (rows.length === data.n ? "" : `${count(rows.length)} of `) + plural(data.n, "entry", "entries")
        + (rows.length < kept ? `; ${count(kept - rows.length)} outside the view` : "");
      scroller.scrollTop = 0;
      scroll(true);
    };
    const sort = ({ number, text }, way) => {
      const keys = new Map(rows.map((row) => [row, number ? number(row) : text(row)]));
      rows.sort((a, b) => {
        const [one, other] = [keys.get(a), keys.get(b)];
        // what is missing comes last, whichever way
        if (number) return Number.isNaN(one) - Number.isNaN(other) || way * (one - other) || a - b;
        return !one - !other || way * order(one, other) || a - b;
      });
    };

    scroller.addEventListener("scroll", () => scroll(false), { passive: true });
    window.addEventListener("resize", () => scroll(true));
    window.addEventListener("beforeprint", () => paint(0, Math.min(rows.length, PRINTED)));
    window.addEventListener("afterprint", () => scroll(true));
    page.on("sifted", soon);
    map.on("moveend", () => page.ready && !held && follow.checked && soon());
    return [element("div", { class: "farsakh-following" }, said, element("label", {}, follow, "only what the map shows")), scroller];
  };
})();
