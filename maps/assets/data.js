/* What maps/columns.py has packed: planes of bytes, dictionaries and words of one vocabulary. */
"use strict";

const farsakh = { draw: {} };

(() => {
  const BITS = 7; // of a byte that count; the eighth says that another follows

  function decoded(packed) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(packed);
    const letters = atob(packed);
    const bytes = new Uint8Array(letters.length);
    for (let i = 0; i < bytes.length; i += 1) bytes[i] = letters.charCodeAt(i);
    return bytes;
  }

  async function unpack(packed) {
    const stream = new Blob([decoded(packed)]).stream().pipeThrough(new DecompressionStream("deflate"));
    const content = new Uint8Array(await new Response(stream).arrayBuffer());
    const start = 4 + new DataView(content.buffer).getUint32(0, true);
    return inside(JSON.parse(new TextDecoder().decode(content.subarray(4, start))), content.subarray(start));
  }

  /* The columns back in the place of what says where they are. */
  function inside(value, store) {
    if (!value || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.length && typeof value[0] === "object" ? value.map((part) => inside(part, store)) : value;
    if ("@" in value) return "planes" in value ? numbers(value, store) : store.subarray(value["@"], value["@"] + value.n);
    for (const key of Object.keys(value)) value[key] = inside(value[key], store);
    return value;
  }

  /* Whole numbers from their planes of bytes; 0 is a missing one. */
  function numbers({ "@": at, n, planes, least, steps, running }, store) {
    const values = new Float64Array(n);
    for (let plane = 0, weight = 1; plane < planes; plane += 1, weight *= 256) {
      for (let i = 0, from = at + plane * n; i < n; i += 1) values[i] += weight * store[from + i];
    }
    let sum = 0;
    for (let i = 0; i < n; i += 1) {
      if (running) {
        const zigzag = values[i] - 1 + least;
        sum += zigzag % 2 ? -(zigzag + 1) / 2 : zigzag / 2;
        values[i] = sum / steps;
      } else {
        values[i] = values[i] === 0 ? NaN : (values[i] - 1 + least) / steps;
      }
    }
    return values;
  }

  /* Distinct texts: how many, each when it is read, and which of them hold some letters. */
  function listed(words) {
    if (Array.isArray(words)) {
      return { size: words.length, read: (i) => words[i], holding: (wanted) => words.map((text) => text.toLowerCase().includes(wanted)) };
    }
    const { vocabulary, bytes, lengths } = words;
    const ends = new Uint32Array(lengths.length + 1);
    for (let i = 0; i < lengths.length; i += 1) ends[i + 1] = ends[i] + lengths[i];
    const each = (i, visit) => {
      for (let at = ends[i]; at < ends[i + 1];) {
        let word = 0, shift = 0, byte;
        do {
          byte = bytes[at];
          word |= (byte & 127) << shift;
          shift += BITS;
          at += 1;
        } while (byte > 127);
        if (visit(word)) return true;
      }
      return false;
    };
    const read = (i) => {
      const found = [];
      each(i, (word) => { found.push(vocabulary[word]); });
      return found.join(" ");
    };
    const holding = (wanted) => {
      const found = new Array(lengths.length);
      const fits = vocabulary.map((word) => word.toLowerCase().includes(wanted));
      for (let i = 0; i < found.length; i += 1) {
        // letters with a space between them lie in more than one word
        found[i] = wanted.includes(" ") ? read(i).toLowerCase().includes(wanted) : each(i, (word) => fits[word]);
      }
      return found;
    };
    return { size: lengths.length, read, holding };
  }

  /* A column of texts: `at` a row, and `holding` some letters, in lower case, as a test of rows. */
  function texts(column) {
    if (!column) return { at: () => null, holding: () => () => false };
    const distinct = listed(column.words);
    const code = column.codes ? (row) => column.codes[row] : (row) => row;
    return {
      at: (row) => (Number.isNaN(code(row)) ? null : distinct.read(code(row))),
      holding: (wanted) => {
        const found = distinct.holding(wanted);
        return (row) => !Number.isNaN(code(row)) && found[code(row)];
      },
    };
  }

  Object.assign(farsakh, { unpack, texts });
})();
