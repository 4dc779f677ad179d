/* Numbers by region that follow the filters: counts, sums, and what is made of them by division. */
"use strict";

(() => {
  const CLASSES = 5;
  const PER_PEOPLE = 100_000;

  farsakh.UNFILTERED = "Of all dates: computed before, and not filtered.";

  /* Upper ends of classes that hold as many numbers each, rounded up to two digits. */
  farsakh.numberClasses = (values) => {
    const above = Float64Array.from(values).filter((value) => value > 0).sort();
    const up = (value) => {
      const digit = 10 ** (Math.floor(Math.log10(value)) - 1);
      return Number((Math.ceil(Number((value / digit).toFixed(6))) * digit).toPrecision(2));
    };
    const ends = Array.from({ length: above.length ? CLASSES : 0 }, (_, i) => above[Math.ceil(above.length * (i + 1) / CLASSES) - 1]);
    return [...new Set(ends.map(up))];
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
