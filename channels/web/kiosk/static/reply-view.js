// Shows a reply: its words, what it counts, its card. Everything as text, nothing as markup.

const element = (tag, { text, ...attributes } = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  made.append(...children.filter(Boolean));
  return made;
};

const day = (iso) => {
  const [year, month, date] = iso.split("-").map(Number);
  return `${year} 年 ${month} 月 ${date} 日`;
};

const sourceLine = (source) => {
  const article = source.article ? `第 ${source.article} 条` : "";
  const issued = source.issued ? `，${day(source.issued)}` : "";
  const checked = source.read
    ? `${source.region}的规定，${day(source.checked)}核对过。`
    : "没看到原文，办之前请打电话核对。";
  return element("li", {},
    element("cite", { text: `《${source.title}》${article}` }),
    element("span", { text: `${source.issuer}${issued}。${checked}` }));
};

const MARKS = { done: "办过了", here: "现在" };

const step = (row) => element("li", {
  class: row.state ?? "", text: row.label, ...(row.state === "here" && { "aria-current": "step" }),
}, MARKS[row.state] && element("span", { class: "mark", text: MARKS[row.state] }));

const line = (row) => element("li", { text: row.label }, row.text && element("span", { text: row.text }));

const rows = (card) => {
  if (!card.rows.length) return null;
  if (card.kind === "steps") return element("ol", {}, ...card.rows.map(step));
  if (card.kind === "facts") {
    return element("dl", {}, ...card.rows.flatMap((row) => [
      element("dt", { text: row.label }), element("dd", { text: row.text }),
    ]));
  }
  return element("ul", {}, ...card.rows.map(line));
};

const cardOf = (card) => element("section", { class: `card card-${card.kind}`, "aria-label": card.title },
  element("h2", { text: card.title }),
  rows(card),
  card.sources.length && card.kind !== "source" ? element("h3", { text: "依据" }) : null,
  card.sources.length ? element("ul", { class: "sources" }, ...card.sources.map(sourceLine)) : null);

const progressWords = ({ label, at, of }) => (label === "步"
  ? `第 ${at} 步，共 ${of} 步` : `${label}：第 ${at} 个，共 ${of} 个`);

// The words beside the bar say the same: heard once is enough.
const progressOf = (progress) => element("div", { class: "progress" },
  element("progress", { max: progress.of, value: progress.at, "aria-hidden": "true" }),
  element("span", { text: progressWords(progress) }));

export const showReply = (place, reply) => {
  place.replaceChildren(...[
    ...reply.text.split("\n").map((text) => element("p", { text })),
    reply.progress && progressOf(reply.progress),
    reply.card && cardOf(reply.card),
  ].filter(Boolean));
  place.dataset.turn = Number(place.dataset.turn ?? 0) + 1;
  place.scrollTop = 0;
};

/** Buttons for what can be chosen, each with its key. */
export const showOptions = (place, options, onPress) => {
  const focused = place.contains(document.activeElement);
  place.replaceChildren(...options.map((option) => {
    const button = element("button", {
      type: "button", class: option.send === "/next_step" ? "option main" : "option",
      "data-say": `${option.key}，${option.label}。`,
    }, element("kbd", { text: option.key }), element("span", { text: option.label }));
    // The second half of a double tap would meet whatever stands there by then.
    button.addEventListener("click", ({ detail }) => { if (detail < 2) onPress(option); });
    return button;
  }));
  // Where the key that chose is gone, the next choice is one Tab away.
  if (focused) place.focus();
};
