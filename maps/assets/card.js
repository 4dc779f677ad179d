/* One incident in words: what, when, the text, where as written, how sure, why there. */
"use strict";

(() => {
  const { element, plural, count } = farsakh;
  const CODES = { where_prec: "UCDP where_prec", geo_precision: "ACLED geo_precision" };

  const kilometres = (metres) => (metres >= 9500 ? Math.round(metres / 1000) : (metres / 1000).toFixed(1));

  /* What a radius promises: the point-radius method gives the most that it can be; a law that was
     not fitted on true places is called assumed. */
  const coverage = (method, calibrated) =>
    method && method.startsWith("point-radius") ? "at most" : calibrated === "False" ? "90 %, assumed" : "90 %";

  function card(page, row, heading) {
    const { text, number, kind, when, where, at, repeat, repeats } = page.data;
    const line = (label, said) => (said ? [element("dt", {}, label), element("dd", { dir: "auto" }, said)] : []);
    const radius = number("radius_m", row);
    const losses = ["killed", "wounded"].map((name) => [number(name, row), name]).filter(([n]) => !Number.isNaN(n))
      .map(([n, name]) => `${count(n)} ${name}`).join(", ");
    const sure = at(row) && radius ? `within ${kilometres(radius)} km (${coverage(text("method", row), text("calibrated", row))})` : null;
    const original = repeats(row)
      ? [when(repeat(row)), text("location_text", repeat(row))].filter(Boolean).join(", ") || "another entry" : null;
    const codes = Object.entries(CODES).map(([name, label]) => [label, number(name, row)])
      .filter(([, code]) => !Number.isNaN(code)).map(([label, code]) => `${label} ${code}`).join(", ");
    return element("article", { class: "farsakh-card" },
      element(heading, { class: "farsakh-what", dir: "auto" }, kind(row), when(row) ? element("time", {}, when(row)) : null),
      text("text", row) ? element("blockquote", { dir: "auto" }, text("text", row)) : null,
      element("dl", {},
        line("Place", text("location_text", row) === text("text", row) ? null : text("location_text", row)),
        line("In", where(row)),
        line("Anchor", text("anchor", row)),
        line("How sure", [page.said(row), sure].filter(Boolean).join(", ")),
        line("Why", text("why", row)),
        line("By", text("perpetrator", row)),
        line("Against", text("target", row)),
        line("Losses", losses),
        line("Repeats", original),
        line("Source", [text("source", row), text("source_date", row)].filter(Boolean).join(", ")),
        line("Codes", codes)));
  }

  /* Called once the incidents are known: opens the card of one, or of several at one place. */
  farsakh.cards = (page) => {
    const { map, data } = page;
    page.openAll = (rows, at, all = rows.length) => {
      const opener = document.activeElement;
      const boxes = () => [...map.getContainer().querySelectorAll(".farsakh-box")];
      /* Boxes stand above a popup: those that would cover it step aside while it is read. */
      const uncover = () => {
        const read = popup.getElement().getBoundingClientRect();
        for (const box of boxes()) {
          const { left, right, top, bottom } = box.getBoundingClientRect();
          box.classList.toggle("farsakh-aside", left < read.right && right > read.left && top < read.bottom && bottom > read.top);
        }
      };
      page.choose(rows);
      const { x: width, y: height } = map.getSize();
      const popup = L.popup({ maxWidth: Math.min(340, width - 100), maxHeight: Math.round(height * 0.6),
        autoPanPaddingTopLeft: [54, 16], autoPanPaddingBottomRight: [16, 30] })
        .setLatLng(at)
        .setContent(element("div", { class: "farsakh-cards", tabindex: "-1" },
          all > 1 ? element("h2", {}, plural(all, "incident", "incidents"), all > rows.length ? `, the first ${rows.length}` : null) : null,
          rows.map((row) => card(page, row, all > 1 ? "h3" : "h2"))))
        .on("remove", () => {
          page.choose([]);
          map.off("moveend", uncover);
          boxes().forEach((box) => box.classList.remove("farsakh-aside"));
          if (popup.getElement().contains(document.activeElement)) opener.focus({ preventScroll: true });
        })
        .openOn(map);
      const node = popup.getElement();
      map.on("moveend", uncover);
      uncover();
      node.setAttribute("role", "dialog");
      node.setAttribute("aria-label", all > 1 ? plural(all, "incident", "incidents") : data.kind(rows[0]));
      // Leaflet hears Escape on the map alone, not inside a popup
      node.addEventListener("keydown", (event) => event.key === "Escape" && popup.close());
      node.querySelector(".farsakh-cards").focus({ preventScroll: true });
    };
    page.open = (row) => page.openAll([row], data.at(row) || page.bounds(row).getCenter());
  };
})();
