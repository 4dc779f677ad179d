/* Numbers by region that follow the filters: counts, sums, and what is made of them by division. */
"use strict";

(() => {
  const CLASSES = 5;
  const SAMPLE = 300; // natural breaks take the square of this in time
  const PER_PEOPLE = 100_000;

  farsakh.UNFILTERED = "Of all dates: computed before, and not filtered.";

  /* Upper ends of the classes within which sorted numbers differ least (Fisher 1958,
     doi:10.1080/01621459.1958.10501479), as maps/style.py has them. */
  function naturalBreaks(values, classes) {
    const many = values.length;
    const [sums, squares] = [[0], [0]];
    values.forEach((value, i) => { sums.push(sums[i] + value); squares.push(squares[i] + value * value); });
    // squared differences from the mean of the values from first to last
    const spread = (first, last) => squares[last + 1] - squares[first] - (sums[last + 1] - sums[first]) ** 2 / (last - first + 1);
    let best = values.map((_, last) => spread(0, last));
    const begins = [];
    for (let parts = 2; parts <= classes; parts += 1) {
      const begin = new Array(many).fill(0);
      best = best.map((whole, last) => {
        let least = Infinity;
        for (let first = 1; first <= last; first += 1) {
          const found = best[first - 1] + spread(first, last);
          if (found < least) [least, begin[last]] = [found, first];
        }
        return least === Infinity ? whole : least;
      });
      begins.push(begin);
    }
    const ends = [many - 1];
    for (const begin of begins.reverse()) ends.push(begin[ends.at(-1)] - 1);
    return ends.filter((end) => end >= 0).map((end) => values[end]);
  }

  /* Upper ends of classes of numbers above zero, rounded up to two digits. */
  farsakh.numberClasses = (values) => {
    const above = Float64Array.from(values).filter((value) => value > 0).sort();
    if (!above.length) return [];
    const up = (value) => {
      const digit = 10 ** (Math.floor(Math.log10(value)) - 1);
      return Number((Math.ceil(Number((value / digit).toFixed(6))) * digit).toPrecision(2));
    };
    const many = Math.min(SAMPLE, above.length);
    const thinned = Array.from({ length: many }, (_, i) => above[Math.floor(i * (above.length - 1) / Math.max(1, many - 1))]);
    const distinct = [...new Set(thinned.map(up))];
    const ends = distinct.length <= CLASSES ? distinct : naturalBreaks(thinned, CLASSES).map(up);
    return [...new Set(ends)].sort((a, b) => a - b);
  };

  /* Rates smoothed towards the common one where few people live (Marshall 1991,
     doi:10.2307/2347593), as geo/counts/rates.py has them. */
  function smoothed(events, people) {
    let [many, all, regions, spread] = [0, 0, 0, 0];
    events.forEach((n, i) => { if (people[i] > 0) { many += n; all += people[i]; regions += 1; } });
    const common = many / all;
    events.forEach((n, i) => { if (people[i] > 0) spread += people[i] * (n / people[i] - common) ** 2; });
    const between = Math.max(0, spread / all - common / (all / regions));
    return events.map((n, i) => {
      if (!(people[i] > 0)) return NaN;
      const own = between > 0 ? between / (between + common / people[i]) : 0;
      return (own * n / people[i] + (1 - own) * common) * PER_PEOPLE;
    });
  }

  /* What is added up by region, how a row is added, and the values of a measure as the filters are. */
  farsakh.measured = (page, { parts, size }) => {
    const sums = Object.fromEntries(["count", "killed", "wounded", "expected"].map((name) => [name, new Float64Array(size)]));
    const starts = new Uint32Array(parts ? parts.many.length + 1 : 1);
    if (parts) parts.many.forEach((many, row) => { starts[row + 1] = starts[row] + many; });
    const add = {
      /* Adds the losses that are told, and says how many of the two are. */
      point: (row, region) => {
        let told = 0;
        sums.count[region] += 1;
        for (const kind of ["killed", "wounded"]) {
          const number = page.data.number(kind, row);
          if (Number.isNaN(number)) continue;
          sums[kind][region] += number;
          told += 1;
        }
        return told;
      },
      expected: (row) => {
        if (!parts) return;
        for (let part = starts[row]; part < starts[row + 1]; part += 1) sums.expected[parts.region[part]] += parts.share[part];
      },
    };
    const valuesOf = ({ values, follows }) => {
      if (!values || !follows || !page.filtered()) return values;
      const base = sums[follows.of];
      if (follows.people) return smoothed(base, follows.people);
      return follows.scale ? base.map((many, region) => many * follows.scale[region]) : base.slice();
    };
    return { add, sums, valuesOf };
  };
})();
