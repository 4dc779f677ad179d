/* Time: a slider over steps of days, weeks, months or years that filters everything together. */
"use strict";

(() => {
  const { element, drawing, spoken, plural, count, DAY } = farsakh;
  const MOST = { day: 45, week: 120, month: 180, year: Infinity }; // steps: the first that fits is taken
  const PLAY_MS = 800;
  const [WIDE, HIGH] = [600, 34];
  const FIRST_MONDAY = 4; // 5 January 1970

  /* The first day of the step that a day is in, and of the one after. */
  const date = (day) => new Date(day * DAY);
  const days = (year, month) => Date.UTC(year, month, 1) / DAY;
  const STARTS = {
    day: (day) => day,
    week: (day) => day - ((((day - FIRST_MONDAY) % 7) + 7) % 7),
    month: (day) => days(date(day).getUTCFullYear(), date(day).getUTCMonth()),
    year: (day) => days(date(day).getUTCFullYear(), 0),
  };
  const NEXT = {
    day: (day) => day + 1,
    week: (day) => day + 7,
    month: (day) => days(date(day).getUTCFullYear(), date(day).getUTCMonth() + 1),
    year: (day) => days(date(day).getUTCFullYear() + 1, 0),
  };

  function edgesOf(first, last, unit) {
    const edges = [STARTS[unit](first)];
    while (edges.at(-1) <= last) edges.push(NEXT[unit](edges.at(-1)));
    return edges;
  }
  const steps = (first, last, unit) => (last - first) / { day: 1, week: 7, month: 30.4, year: 365 }[unit];

  farsakh.time = (page) => {
    const { data } = page;
    let [first, last, undated] = [Infinity, -Infinity, 0];
    for (let row = 0; row < data.n; row += 1) {
      if (Number.isNaN(data.from(row))) undated += !data.repeats(row);
      else [first, last] = [Math.min(first, data.from(row)), Math.max(last, data.until(row))];
    }
    if (!(last > first)) return null;
    let unit = Object.keys(MOST).find((name) => steps(first, last, name) <= MOST[name]);
    let edges = edgesOf(first, last, unit);
    let playing = 0;

    const units = Object.keys(STARTS).filter((name) => steps(first, last, name) >= 1 || name === unit).filter((name) => steps(first, last, name) <= 1500);
    const step = element("select", { "aria-label": "Step of the slider", onchange: () => {
      reset(step.value);
      page.sift();
    } },
      units.map((name) => element("option", { value: name, selected: name === unit ? "" : null }, `by ${name}`)));
    const span = element("select", { "aria-label": "Window of time", onchange: () => move() });
    const slider = element("input", { type: "range", min: "0", value: "0", step: "1", "aria-label": "Time",
      oninput: () => {
        if (span.value === "all") span.value = "1";
        move();
      } });
    const play = element("button", { type: "button", class: "farsakh-play", "aria-label": "Play", onclick: () => (playing ? stop() : start()) }, "▶");
    const said = element("output", { class: "farsakh-span" });
    const bars = drawing("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": "true", class: "farsakh-bars" });

    const window_ = () => {
      const at = Number(slider.value);
      if (span.value === "all") return [-Infinity, Infinity];
      return [span.value === "until" ? -Infinity : edges[Math.max(0, at + 1 - Number(span.value))], edges[at + 1]];
    };
    const move = () => {
      [page.filter.from, page.filter.until] = window_();
      page.sift();
    };
    const reset = (name) => {
      unit = name;
      edges = edgesOf(first, last, unit);
      const many = edges.length - 1;
      slider.max = String(many - 1);
      slider.value = "0";
      const chosen = span.value;
      const widths = [1, 2, 4, 13, 26, 52].filter((width) => width < many);
      const options = [["all", "all dates"], ...(many > 1 ? [["1", `1 ${unit}`]] : []), ...widths.filter((width) => width > 1).map((width) => [String(width), `${width} ${unit}s`]), ["until", "up to the date"]];
      span.replaceChildren(...options.map(([value, label]) => element("option", { value }, label)));
      span.value = options.some(([value]) => value === chosen) ? chosen : "all";
      [page.filter.from, page.filter.until] = window_();
    };
    const stop = () => {
      clearInterval(playing);
      playing = 0;
      play.textContent = "▶";
      play.setAttribute("aria-label", "Play");
      said.setAttribute("aria-live", "polite");
    };
    const start = () => {
      if (span.value === "all") span.value = "1";
      if (Number(slider.value) >= Number(slider.max)) slider.value = "0";
      play.textContent = "❚❚";
      play.setAttribute("aria-label", "Pause");
      said.setAttribute("aria-live", "off"); // a voice could not keep up
      move();
      playing = setInterval(() => {
        slider.value = String(Number(slider.value) + 1);
        move();
        if (Number(slider.value) >= Number(slider.max)) stop();
      }, PLAY_MS);
    };

    /* How many incidents began in each step, whatever the other filters leave out. */
    const paint = () => {
      const counts = new Uint32Array(edges.length - 1);
      let inside = 0;
      for (let row = 0; row < data.n; row += 1) {
        if (data.repeats(row)) continue;
        inside += page.kept[row];
        const day = data.from(row);
        if (Number.isNaN(day)) continue;
        let [low, high] = [0, counts.length - 1];
        while (low < high) {
          const middle = (low + high + 1) >> 1;
          if (edges[middle] <= day) low = middle; else high = middle - 1;
        }
        counts[low] += 1;
      }
      const most = Math.max(...counts, 1);
      const wide = WIDE / counts.length;
      const [from, until] = window_();
      bars.replaceChildren(...[...counts].map((many, i) => drawing("rect", { x: i * wide + wide * 0.08, width: wide * 0.84,
        y: HIGH - HIGH * many / most, height: HIGH * many / most,
        class: edges[i] >= from && edges[i] < until ? "farsakh-bar farsakh-in" : "farsakh-bar" })));
      const all = span.value === "all";
      const start_ = from === -Infinity ? first : from, end = until === Infinity ? last : until - 1;
      const when = start_ >= end ? spoken(start_) : `${spoken(start_)} – ${spoken(end)}`;
      said.replaceChildren(element("b", {}, when), ` · ${plural(inside, "incident", "incidents")}`,
        !all && undated ? `, ${count(undated)} without a date left out` : "");
      slider.setAttribute("aria-valuetext", all ? "all dates" : when);
      slider.classList.toggle("farsakh-idle", all);
    };
    page.on("sifted", paint);
    reset(unit);
    return element("section", { class: "farsakh-time", "aria-label": "Time" }, play,
      element("div", { class: "farsakh-track" }, bars, slider), said, element("div", { class: "farsakh-choices" }, span, step));
  };
})();
