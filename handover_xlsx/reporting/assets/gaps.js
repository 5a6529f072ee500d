"use strict";
// Filters and sorts the findings. Without scripts the page shows them all, sheet by sheet.
(() => {
  const tools = document.getElementById("tools");
  const lists = [...document.querySelectorAll("#findings ul.gaps")];
  if (!tools || !lists.length) return;
  const [words, severity, order] = tools.querySelectorAll("input, select");
  const shown = tools.querySelector("output");
  const text = (item, part) => item.querySelector(part)?.textContent ?? "";
  const ranks = ["error", "warning", "info"];
  const keys = {
    severity: (item) => ranks.indexOf(item.className),
    place: (item) => text(item, ".place"),
    rule: (item) => text(item, ".code"),
  };
  const items = lists.flatMap((list) => [...list.children].map((item, place) => (
    { item, list, place, says: item.textContent.toLowerCase() }
  )));

  function filter() {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { item, says } of items) {
      const fits = wanted.every((word) => says.includes(word));
      item.hidden = !(fits && (!severity.value || item.className === severity.value));
      count += !item.hidden;
    }
    for (const list of lists) {
      const empty = [...list.children].every((item) => item.hidden);
      list.hidden = empty;
      list.previousElementSibling.hidden = empty;
    }
    shown.textContent = `${count} / ${items.length}`;
  }

  function sort() {
    const key = keys[order.value];
    const compare = (a, b) => String(a).localeCompare(String(b), undefined, { numeric: true });
    const sorted = [...items].sort((a, b) => (
      (key ? compare(key(a.item), key(b.item)) : 0) || a.place - b.place
    ));
    for (const { item, list } of sorted) list.append(item);
  }

  words.addEventListener("input", filter);
  severity.addEventListener("change", filter);
  order.addEventListener("change", sort);
  tools.hidden = false;
  filter();
})();
