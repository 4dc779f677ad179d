/* The page around a map: what its layers share. Text from data reaches the document through
   textContent only. */
"use strict";

(() => {
  const pages = new Map();

  /* Layers are drawn in the order in which they were added; "page" is the last of them. */
  farsakh.add = (map, kind, block) => {
    if (!pages.has(map)) pages.set(map, begin(map));
    const page = pages.get(map);
    const value = farsakh.unpack(document.getElementById(block).textContent);
    page.done = page.done.then(async () => farsakh.draw[kind](page, await value)).catch((error) => {
      page.root.querySelector(".farsakh-panel").append(`This map could not be drawn: ${error.message}`);
      throw error;
    });
  };

  /* The page that was drawn first, for those who look into it from the console. */
  farsakh.shown = () => pages.values().next().value;

  function begin(map) {
    const heard = new Map();
    return {
      map,
      root: map.getContainer().closest(".farsakh-page"),
      small: document.documentElement.dataset.small === "yes", // in a notebook: no table, no slider
      done: Promise.resolve(),
      switches: [], // layers that are switched on and off: label, layer, off
      notes: [], // what layers without a legend have to say now, or null
      shading: [], // layers of which one is shown: label, show, hide, legend, refresh
      on: (name, listener) => heard.set(name, [...(heard.get(name) || []), listener]),
      emit: (name) => (heard.get(name) || []).forEach((listener) => listener()),
    };
  }

  /* An element with attributes and children; strings become text, never markup. */
  function fill(made, attributes, children) {
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined) continue;
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else made.setAttribute(key, value);
    }
    made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
    return made;
  }
  const element = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);
  const drawing = (name, attributes, ...children) =>
    fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);

  /* What a code is called; a code that has no name is shown as it is. */
  const word = (page, kind, code) => (Object.hasOwn(page.words[kind], code) ? page.words[kind][code] : code);

  /* The browser's own formats are not used: to make the first one takes as long as to draw the map. */
  const count = (n) => String(Math.round(1000 * n) / 1000).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");
  /* A number as far as it is worth saying: three digits. */
  const figure = (n) => (Math.abs(n) < 1000 ? String(Number(n.toPrecision(3))) : count(Math.round(n)));
  const plural = (n, one, many) => `${count(n)} ${n === 1 ? one : many}`;

  /* Days since 1 January 1970, as 2021-03-09 or as 9 Mar 2021. */
  const DAY = 86_400_000;
  const iso = (day) => (Number.isNaN(day) ? null : new Date(day * DAY).toISOString().slice(0, 10));
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const spoken = (day) => {
    const date = new Date(day * DAY);
    return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  };

  function control(page, position, content) {
    const made = L.control({ position });
    made.onAdd = () => {
      L.DomEvent.disableClickPropagation(content);
      L.DomEvent.disableScrollPropagation(content);
      return content;
    };
    return made.addTo(page.map);
  }

  /* A shape that the keyboard reaches, and what is said of it. */
  function reachable(shape, said, role, act) {
    const node = shape.getElement();
    node.setAttribute("tabindex", "0");
    node.setAttribute("role", role);
    node.setAttribute("aria-label", said);
    if (act) node.addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), act()));
  }

  /* Once what was done until now is on the screen. */
  const afterwards = (act) => requestAnimationFrame(() => setTimeout(act));

  const TIP = { sticky: true, opacity: 1, className: "farsakh-tip" };

  Object.assign(farsakh, { element, drawing, word, count, figure, plural, iso, spoken, control, reachable, afterwards, TIP, DAY });
})();
