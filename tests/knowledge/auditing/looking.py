"""Looks at a page with Chromium in a thread of its own.

The browser tests keep one Chromium for the whole session, and Playwright's blocking interface
allows one at a time in a thread.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import NAMES
from tests.browser.measuring import CONTRASTS, OVERLAPPED, SIZES
from tests.browser.test_accessibility import BY_DAY_AND_BY_NIGHT, TAGS, overflow

#: Left edges of all letters of the plots that lie outside the window, and letters that lie
#: on other letters of the same row.
_LETTERS_OF_PLOTS = """() => {
  const found = [];
  const wide = document.documentElement.clientWidth + 1;
  const meet = (one, two) =>
    Math.abs(one.top - two.top) < 4 && one.left < two.right && two.left < one.right;
  for (const svg of document.querySelectorAll("svg.plot")) {
    const boxes = [...svg.querySelectorAll("text")]
      .map((node) => [node.textContent, node.getBoundingClientRect()]);
    boxes.forEach(([text, box], at) => {
      if (box.left < 0 || box.right > wide) found.push(text);
      for (const [other, there] of boxes.slice(at + 1))
        if (meet(box, there)) found.push(text + other);
    });
  }
  return found;
}"""


Scheme = Literal["light", "dark"]


@dataclass
class Seen:
    """What Chromium found on a page, by day and by night and on a narrow telephone."""

    violations: dict[str, str] = field(default_factory=dict)
    contrasts: dict[str, Any] = field(default_factory=dict)
    sizes: dict[str, Any] = field(default_factory=dict)
    too_wide: dict[int, int] = field(default_factory=dict)
    overlapped: list[str] = field(default_factory=list)
    letters_in_the_way: dict[int, list[str]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    background: dict[str, str] = field(default_factory=dict)


def look(file: Path, schemes: Sequence[Scheme] = BY_DAY_AND_BY_NIGHT) -> Seen:
    """Open ``file`` in ``schemes`` and on a narrow telephone, and measure it.

    Fails without a Chromium, as the browser tests do.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_looked, file, schemes).result()


def _looked(file: Path, schemes: Sequence[Scheme]) -> Seen:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "没有 Chromium。管理员运行：apt install chromium fonts-noto-cjk"
    seen = Seen()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for scheme in schemes:
            _by(chromium, file, scheme, seen)
        _narrow(chromium, file, seen)
        chromium.close()
    return seen


def _opened(chromium: Browser, file: Path, seen: Seen, **settings: Any) -> Page:
    page = chromium.new_context(**settings).new_page()
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("console", lambda message: seen.errors.append(message.text))
    page.goto(file.as_uri())
    return page


def _by(chromium: Browser, file: Path, scheme: Scheme, seen: Seen) -> None:
    # axe is a script, which the page's own policy keeps out.
    page = _opened(chromium, file, seen, bypass_csp=True, color_scheme=scheme)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    seen.violations[scheme] = found.generate_report() if found.violations_count else ""
    seen.contrasts[scheme] = page.evaluate(CONTRASTS)
    seen.sizes = page.evaluate(SIZES)
    seen.background[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
    seen.letters_in_the_way[1280] = page.evaluate(_LETTERS_OF_PLOTS)


def _narrow(chromium: Browser, file: Path, seen: Seen) -> None:
    page = _opened(chromium, file, seen, viewport={"width": 320, "height": 640})
    seen.too_wide[320] = overflow(page)
    seen.overlapped = page.evaluate(OVERLAPPED)
    seen.letters_in_the_way[320] = page.evaluate(_LETTERS_OF_PLOTS)
