/* Search: letters that incidents must hold, and places to go to. */
"use strict";

(() => {
  const { element } = farsakh;
  const PLACES = 5; // offered at a time
  const WAIT_MS = 120; // after the last letter
  const ZOOMS = { country: 5, province: 7, town: 10 };

  farsakh.search = (page) => {
    const places = element("div", { class: "farsakh-places", role: "group", "aria-label": "Places of this name" });
    let waiting = 0;
    const offer = (wanted) => {
      const found = wanted.length < 2 ? [] : page.names.filter(({ text }) => text.toLowerCase().includes(wanted));
      found.sort((a, b) => !a.text.toLowerCase().startsWith(wanted) - !b.text.toLowerCase().startsWith(wanted));
      places.replaceChildren(...found.slice(0, PLACES).map(({ text, kind, lat, lon }) =>
        element("button", { type: "button", onclick: () => page.map.setView([lat, lon], ZOOMS[kind]) },
          element("span", { dir: "auto" }, text), element("small", {}, kind))));
    };
    const box = element("input", { type: "search", "aria-label": "Search the incidents, and places to go to",
      placeholder: "Search text and places", autocomplete: "off",
      oninput: () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => {
          page.filter.wanted = box.value.trim();
          offer(page.filter.wanted.toLowerCase());
          page.sift();
        }, page.data.n > 2_000 ? WAIT_MS : 0);
      } });
    return element("div", { class: "farsakh-search" }, box, places);
  };
})();
