/* The incidents as columns, and which of them the filters leave. */
"use strict";

(() => {
  const { draw, texts, word, iso } = farsakh;
  const OTHER = "other"; // says nothing; the class of such an event says more
  const SEARCHED = ["text", "location_text", "province_name", "anchor", "event_type", "perpetrator", "target", "why", "source", "id"];

  const readable = (code) => (code ? code.charAt(0).toUpperCase() + code.slice(1).replaceAll("_", " ") : null);

  draw.incidents = (page, value) => {
    const columns = Object.fromEntries(Object.entries(value.words).map(([name, packed]) => [name, texts(packed)]));
    const text = (name, row) => (columns[name] ? columns[name].at(row) : null);
    const number = (name, row) => (value.numbers[name] ? value.numbers[name][row] : NaN);
    const day = (name, row) => (value.days[name] ? value.days[name][row] : NaN);
    const category = value.category && { title: value.category.title, labels: value.category.labels.words, of: value.category.of };
    const data = {
      n: value.n, lon: value.lon, lat: value.lat, west: value.west, category, text, number, day,
      repeat: (row) => value.repeat[row], // the row that this one repeats, or NaN
      repeats: (row) => !Number.isNaN(value.repeat[row]),
      pinned: (row) => !Number.isNaN(value.lon[row]),
      at: (row) => (Number.isNaN(value.lon[row]) ? null : [value.lat[row], value.lon[row]]),
      category_of: (row) => (category ? category.of[row] : null),
      status: (row) => text("status", row),
      kind: (row) => {
        const type = text("event_type", row);
        const told = type && type !== OTHER ? type : text("event_class", row) || type;
        return readable(word(page, "event_type", told)) || "Incident";
      },
      from: (row) => day("date", row),
      until: (row) => (Number.isNaN(day("date_end", row)) ? day("date", row) : day("date_end", row)),
      when: (row) => {
        const [from, until] = [data.from(row), data.until(row)];
        return until > from ? `${iso(from)} to ${iso(until)}` : iso(from);
      },
      where: (row) => [text("province_name", row), word(page, "country", text("country", row))].filter(Boolean).join(", "),
    };
    page.data = data;
    page.said = (row) => word(page, "status", data.status(row));
    page.filter = { from: -Infinity, until: Infinity, wanted: "", hidden: new Set() };
    page.kept = new Uint8Array(value.n).fill(1);
    page.filtered = () => page.filter.from > -Infinity || page.filter.until < Infinity || page.filter.wanted !== "" || page.filter.hidden.size > 0;

    const finder = (wanted) => {
      const tests = SEARCHED.filter((name) => columns[name]).map((name) => columns[name].holding(wanted));
      return (row) => tests.some((test) => test(row)) || data.kind(row).toLowerCase().includes(wanted)
        || data.where(row).toLowerCase().includes(wanted);
    };
    /* Take in what the filters say now, and tell every layer. */
    page.sift = () => {
      const { from, until, wanted, hidden } = page.filter;
      const timed = from > -Infinity || until < Infinity;
      const holds = wanted ? finder(wanted.toLowerCase()) : null;
      for (let row = 0; row < data.n; row += 1) {
        // a missing day compares false, so that it is kept only where no time is asked for
        page.kept[row] = (!timed || (data.from(row) < until && data.until(row) >= from))
          && !(category && hidden.has(category.of[row])) && (!holds || holds(row)) ? 1 : 0;
      }
      page.emit("sift");
      page.emit("sifted");
    };
    farsakh.points(page);
  };
})();
