/* The mark of each category: a shape and, by page.css, a colour. */
"use strict";

(() => {
  const SHAPES = [
    "M8 2.2a5.8 5.8 0 1 0 0 11.6a5.8 5.8 0 1 0 0-11.6z", // disc
    "M3 3h10v10h-10z", // square
    "M8 1.6l6.6 11.6h-13.2z", // triangle
    "M8 0.9l7.1 7.1l-7.1 7.1l-7.1-7.1z", // diamond
    "M8 14.4l-6.6-11.6h13.2z", // triangle on its point
    "M5.7 1.4h4.6v4.3h4.3v4.6h-4.3v4.3h-4.6v-4.3h-4.3v-4.6h4.3z", // cross
    "M8 4a4 4 0 1 0 0 8a4 4 0 1 0 0-8z", // small disc
  ];

  /* `category` is null where incidents are not told apart; `hollow` marks a doubtful one. */
  farsakh.symbol = (category, hollow) => {
    const of = category === null ? 0 : category % SHAPES.length;
    return farsakh.drawing("svg", { viewBox: "-1 -1 18 18", width: 18, height: 18, "aria-hidden": "true",
      class: `farsakh-symbol farsakh-category-${category === null ? "none" : of}${hollow ? " farsakh-hollow" : ""}` },
    farsakh.drawing("path", { d: SHAPES[of] }));
  };
})();
