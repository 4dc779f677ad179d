/* The legend: classes of the shading, categories by shape and colour, and what is shown at all. */
"use strict";

(() => {
  const { element, symbol, count, control } = farsakh;

  /* Colour swatches with their ranges. */
  farsakh.steps = (title, note, steps) => element("div", {}, element("strong", {}, title),
    element("ol", { class: "farsakh-steps" }, steps.map(([name, label]) =>
      element("li", {}, element("i", { class: name }), element("span", { dir: "auto" }, label)))),
    note ? element("p", {}, note) : null);

  farsakh.legend = (page, corner, narrow) => {
    const box = element("section", { class: "farsakh-box farsakh-legend", "aria-label": "Legend" });
    const shading = element("div", {});
    box.append(shading, ...[categories(page)].filter(Boolean));
    const place = () => {
      const notes = page.notes.map((note) => note()).filter(Boolean).map((note) => element("p", {}, note));
      shading.replaceChildren(...(page.shade ? [page.shade.legend()] : []), ...notes);
      shading.hidden = !page.shade && !notes.length;
      box.hidden = shading.hidden && !page.data.category;
    };
    page.map.on("layeradd layerremove", ({ layer }) => page.ready && layer instanceof L.LayerGroup && place());
    page.on("shade", place);
    page.on("sifted", () => {
      if (page.shade) page.shade.refresh();
      place();
    });
    page.legend = box;
    const beside = narrow || corner === "beside";
    if (beside && !page.small) page.root.querySelector(".farsakh-panel").prepend(box);
    else control(page, corner === "beside" ? "bottomleft" : corner, box);
    return beside ? null : corner;
  };

  /* Each category with its mark and number; a click leaves it out or takes it in. */
  function categories(page) {
    const { category, n, repeats } = page.data;
    if (!category) return null;
    const numbers = category.labels.map(() => element("b", {}));
    const recount = () => {
      const counts = new Uint32Array(numbers.length);
      for (let row = 0; row < n; row += 1) if (page.kept[row] && !repeats(row)) counts[category.of[row]] += 1;
      numbers.forEach((node, i) => { node.textContent = page.filter.hidden.has(i) ? "" : count(counts[i]); });
    };
    page.on("sifted", recount);
    return element("fieldset", { class: "farsakh-categories" }, element("legend", { dir: "auto" }, category.title),
      category.labels.map((label, i) => element("label", {},
        element("input", { type: "checkbox", checked: "", onchange: (event) => {
          page.filter.hidden[event.target.checked ? "delete" : "add"](i);
          page.sift();
        } }), symbol(i, false), element("span", { dir: "auto" }, label), numbers[i])));
  }
})();
