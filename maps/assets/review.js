// Gathers the decisions of a review into two CSV files. Everything shown is in the page already;
// this script only reads what was typed and chosen, and asks for nothing.
"use strict";
(() => {
  const COLUMNS = ["id", "place_id", "lat", "lon", "radius_km", "no_location", "who", "when", "note", "text"];
  const PLACES = ["name", "alt_names", "lat", "lon", "country", "admin1", "feature", "radius_km", "codes", "source", "note"];
  const who = document.getElementById("who");
  const save = document.getElementById("save");
  const savePlaces = document.getElementById("save-places");
  const rows = [...document.querySelectorAll(".row")];
  const names = [...document.querySelectorAll(".names tbody tr")];

  // A spreadsheet runs a cell that starts so; numbers stay as they are.
  const guarded = (text) =>
    /^'*[=+\-@\t\r]/.test(text) && !/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? "'" + text : text;
  const cell = (text) => (/[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text);
  const csv = (columns, lines) =>
    [columns, ...lines.map((line) => columns.map((name) => guarded(line[name] ?? "")))]
      .map((cells) => cells.map(cell).join(",") + "\n")
      .join("");
  const value = (row, name) => row.querySelector(`[data-part="${name}"]`)?.value.trim() ?? "";
  const isPoint = (lat, lon) => lat !== "" && lon !== "" && Math.abs(+lat) <= 90 && Math.abs(+lon) <= 180;

  const decision = (row) => {
    const chosen = row.querySelector("input[type=radio]:checked")?.value ?? "";
    const made = { id: row.dataset.id, text: row.dataset.text, note: value(row, "note") };
    if (chosen.startsWith("place:")) return { ...made, place_id: chosen.slice(6) };
    if (chosen === "none") return { ...made, no_location: "yes" };
    const lat = value(row, "lat"), lon = value(row, "lon");
    if (chosen === "point" && isPoint(lat, lon)) return { ...made, lat, lon, radius_km: value(row, "radius_km") };
    return null;
  };
  const place = (row) => {
    const lat = value(row, "lat"), lon = value(row, "lon");
    return isPoint(lat, lon)
      ? { name: row.dataset.name, country: row.dataset.country, lat, lon, feature: value(row, "feature") }
      : null;
  };
  const offer = (name, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff" + text], { type: "text/csv" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const update = () => {
    const decided = rows.filter((row) => decision(row) !== null);
    for (const row of rows) row.classList.toggle("decided", decided.includes(row));
    save.disabled = decided.length === 0;
    save.textContent = `Save corrections.csv (${decided.length})`;
    const placed = names.filter((row) => place(row) !== null).length;
    savePlaces.hidden = names.length === 0;
    savePlaces.disabled = placed === 0;
    savePlaces.textContent = `Save places.csv (${placed})`;
  };
  document.addEventListener("input", (event) => {
    // whoever types a point has chosen it
    if (event.target.dataset.part === "lat" || event.target.dataset.part === "lon") {
      const radio = event.target.closest(".row")?.querySelector("input[value=point]");
      if (radio) radio.checked = true;
    }
    update();
  });
  save.addEventListener("click", () => {
    const when = new Date().toISOString().slice(0, 16);
    const lines = rows.map(decision).filter((line) => line !== null);
    offer("corrections.csv", csv(COLUMNS, lines.map((line) => ({ ...line, who: who.value.trim(), when }))));
  });
  savePlaces.addEventListener("click", () => {
    offer("places.csv", csv(PLACES, names.map(place).filter((line) => line !== null)));
  });
  update();
  document.body.dataset.ready = "";
})();
