// Tables that readers can sort, by buttons in their headers. Without scripts the page is the same, in the order in which it was written.
"use strict";
{
  const words = new Intl.Collator("en-GB", { numeric: true });
  const signs = { ascending: "▲", descending: "▼", none: "↕" };
  const told = document.createElement("p");
  told.className = "told";
  told.setAttribute("role", "status");
  document.querySelector("main").append(told);

  // Numbers by their unrounded value, days by date, the rest as words; what is missing has no number and stays last.
  const valueOf = (row, at, isNumber) => {
    const cell = row.cells[at];
    const value = cell.dataset.value ?? cell.textContent;
    return isNumber ? Number.parseFloat(cell.dataset.value) : value;
  };
  const compare = (one, other, isNumber, sign) => {
    if (!isNumber) return sign * words.compare(one, other);
    if (Number.isNaN(one) || Number.isNaN(other)) return Number.isNaN(one) - Number.isNaN(other);
    return sign * (one - other);
  };

  const sortable = (table) => {
    const body = table.tBodies[0];
    const written = [...body.rows];
    const headers = [...table.tHead.rows[0].cells];
    if (written.length < 3) return;

    const put = (at, order) => {
      const isNumber = headers[at].classList.contains("number");
      const sign = order === "ascending" ? 1 : -1;
      const values = new Map(written.map((row) => [row, valueOf(row, at, isNumber)]));
      const sorted = (one, other) => compare(values.get(one), values.get(other), isNumber, sign);
      body.append(...(order === "none" ? written : [...written].sort(sorted)));
      headers.forEach((header, other) => {
        const own = other === at ? order : "none";
        if (own === "none") header.removeAttribute("aria-sort");
        else header.setAttribute("aria-sort", own);
        header.querySelector("button span").textContent = signs[own];
      });
      const first = isNumber ? { ascending: "lowest first", descending: "highest first" }[order] : order;
      told.textContent = order === "none" ? "Rows in their first order again." : `Sorted by ${headers[at].dataset.name}, ${first}.`;
    };

    headers.forEach((header, at) => {
      const button = document.createElement("button");
      const sign = document.createElement("span");
      header.dataset.name = header.textContent;
      button.type = "button";
      sign.setAttribute("aria-hidden", "true");
      sign.textContent = signs.none;
      button.append(header.textContent, "\u00a0", sign); // Never alone on a line.
      header.replaceChildren(button);
      // Numbers start with the highest, words with A; the third time brings back the order in which the table was written.
      const turns = header.classList.contains("number") ? ["descending", "ascending", "none"] : ["ascending", "descending", "none"];
      button.addEventListener("click", () => {
        const now = turns.indexOf(header.getAttribute("aria-sort") ?? "none");
        put(at, turns[(now + 1) % turns.length]);
      });
    });
  };

  document.querySelectorAll("main table").forEach(sortable);
}
