"""What is measured in the browser, as functions to evaluate on a page."""

from __future__ import annotations

#: Elements that show text of their own, and what is on them. Text that is only for the
#: screen reader, or not shown, doesn't count.
_TEXTS = """
  const px = (text) => parseFloat(text);
  const shown = (node) => node.checkVisibility() && !node.closest(".unseen, .skip");
  const own = (node) =>
    [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
  const name = (node) => node.textContent.trim().slice(0, 20) || node.id || node.tagName;
  const texts = [...document.body.querySelectorAll("*")]
    .filter((node) => shown(node) && (own(node) || node.matches("textarea, input[id]")));
"""

#: [text, px] of letters; [text, ratio] of lines; [text, width, height] of what is pressed.
SIZES = f"""() => {{
  {_TEXTS}
  const box = (node) => [name(node), node.offsetWidth, node.offsetHeight];
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  return {{
    letters: texts.map((node) => [name(node), px(getComputedStyle(node).fontSize)]),
    lines: texts.filter((node) => !node.matches("textarea, input")).map((node) => [
      name(node), px(getComputedStyle(node).lineHeight) / px(getComputedStyle(node).fontSize),
    ]),
    buttons: all("button, a.option, textarea, summary").map(box),
    others: all("a:not(.option), input[id]").map(box),
  }};
}}"""

#: [text, ratio]: text against what is behind it, edges of controls against the page.
CONTRASTS = f"""() => {{
  {_TEXTS}
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {{
    const [r, g, b] = channels(colour).slice(0, 3)
      .map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }};
  const ratio = (one, other) => {{
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  }};
  const behind = (node) => {{
    for (let at = node; at; at = at.parentElement) {{
      const colour = getComputedStyle(at).backgroundColor;
      if (channels(colour)[3] !== 0) return colour;
    }}
    return "rgb(255, 255, 255)";
  }};
  const controls = [...document.querySelectorAll("button, textarea, input[id]")].filter(shown);
  return {{
    texts: texts.map((node) => [name(node), ratio(getComputedStyle(node).color, behind(node))]),
    edges: controls.map((node) => [
      name(node), ratio(getComputedStyle(node).borderTopColor, behind(node.parentElement)),
    ]),
  }};
}}"""

#: What is under something else, or beside the window, when it has the focus.
OVERLAPPED = """() => {
  const found = [];
  for (const node of document.querySelectorAll("a[href], button, textarea, input[id], summary")) {
    if (!node.checkVisibility()) continue;
    node.focus();
    const box = node.getBoundingClientRect();
    const middle = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const top = document.elementFromPoint(...middle);
    const inside = box.left >= 0 && box.right <= document.documentElement.clientWidth;
    if (!inside || !(node === top || node.contains(top))) found.push(node.textContent || node.id);
  }
  return found;
}"""
