// Charts whose figures can be read one by one: under the pointer, by tapping, and with the arrow keys. Their words stand in the page as a
// template, which is not shown. For the keyboard a chart is a slider, because screen readers have keys and gestures for those.
{
  const set = (element, attributes) => {
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    return element;
  };
  const path = (attributes) => set(document.createElementNS("http://www.w3.org/2000/svg", "path"), attributes);
  const tip = set(document.createElement("p"), { class: "tip", role: "tooltip" });
  const rings = [path({ class: "ring" }), path({ class: "ring" })];
  let shown = null;
  let leaving = 0;

  const hide = () => {
    clearTimeout(leaving);
    shown = null;
    [tip, ...rings].forEach((element) => element.remove());
  };

  // Where a mark begins at its upper or lower side, so that the pointer gets from the mark to the words without leaving both.
  const edge = (mark, x, box, isUpper) => {
    const toPicture = mark.path.getScreenCTM().inverse();
    for (let step = 1; step < box.height; step += 1) {
      const y = isUpper ? box.top + step : box.bottom - step;
      if (mark.path.isPointInFill(new DOMPoint(x, y).matrixTransform(toPicture))) return y;
    }
    return isUpper ? box.top : box.bottom;
  };

  // Over the middle of a mark, or over the right end of one wider than the words; under it where there is no room; always in the window.
  const place = (mark) => {
    const [box, chart] = [mark.path.getBoundingClientRect(), mark.chart.getBoundingClientRect()];
    const room = document.documentElement.clientWidth;
    tip.style.left = tip.style.top = "0";
    const { width, height } = tip.getBoundingClientRect();
    const wanted = box.width > width ? box.right - width : (box.left + box.right - width) / 2;
    const left = Math.max(4, Math.min(wanted, room - width - 4));
    const x = Math.max(box.left + 1, Math.min(left + width / 2, box.right - 1));
    const [above, below] = [edge(mark, x, box, true) - height, edge(mark, x, box, false)];
    const top = above >= 0 ? above : below + height <= window.innerHeight ? below : 0;
    tip.style.left = `${left - chart.left}px`;
    tip.style.top = `${top - chart.top}px`;
  };

  const show = (mark) => {
    clearTimeout(leaving);
    if (shown === mark) return;
    shown = mark;
    tip.textContent = mark.text;
    rings.forEach((ring) => set(ring, { d: mark.path.getAttribute("d") }));
    mark.chart.querySelector("svg").append(...rings);
    mark.chart.append(tip);
    place(mark);
  };

  const readable = (template) => {
    const chart = template.parentElement;
    const marks = [...template.content.children].map(({ textContent: text, dataset }) => (
      { chart, text, layer: Number(dataset.layer ?? 0), path: path({ class: "mark", d: dataset.path }) }
    ));
    const drawn = [...marks].sort((one, other) => one.layer - other.layer);
    chart.querySelector("svg").append(...drawn.map((mark) => mark.path));
    const title = chart.closest("figure").querySelector("h3").textContent;
    const reader = set(document.createElement("div"), {
      class: "reader", tabindex: 0, role: "slider", "aria-roledescription": "chart reader",
      "aria-label": `Figures of the chart by arrow keys: ${title}`, "aria-valuemin": 1, "aria-valuemax": marks.length,
    });
    chart.append(reader);

    let at = 0;
    const turn = (to) => {
      at = Math.max(0, Math.min(to, marks.length - 1));
      set(reader, { "aria-valuenow": at + 1, "aria-valuetext": marks[at].text });
    };
    turn(0);
    const read = () => {
      marks[at].path.scrollIntoView({ block: "nearest", inline: "nearest" });
      show(marks[at]);
    };
    reader.addEventListener("focus", read);
    reader.addEventListener("blur", hide);
    reader.addEventListener("keydown", (event) => {
      const places = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: marks.length - 1 };
      if (!(event.key in places) || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      turn(places[event.key]);
      read();
    });

    // Time for the pointer to cross what lies between a mark and its words. The keyboard's mark comes back when the pointer's goes.
    const leave = () => {
      clearTimeout(leaving);
      if (shown?.chart === chart) leaving = setTimeout(() => (document.activeElement === reader ? show(marks[at]) : hide()), 300);
    };
    let under = null;
    chart.addEventListener("pointerover", ({ target, pointerType }) => {
      if (pointerType === "touch") return;
      if (target === tip) return clearTimeout(leaving);
      const mark = marks.find((mark) => mark.path === target);
      if (!mark) leave();
      else if (mark !== under) show(mark); // Words dismissed stay away until the pointer comes to another mark.
      else clearTimeout(leaving);
      under = mark;
    });
    chart.addEventListener("pointerleave", ({ pointerType }) => {
      under = null;
      if (pointerType !== "touch") leave();
    });
    chart.addEventListener("click", ({ target }) => {
      const mark = marks.find((mark) => mark.path === target);
      if (mark) show(mark);
      else if (target !== tip) hide();
    });
  };

  document.querySelectorAll(".chart > template").forEach(readable);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.addEventListener("pointerdown", (event) => event.target.closest(".chart") ?? hide());
  window.addEventListener("resize", () => shown && place(shown));
}
