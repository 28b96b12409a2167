"""Takes the README's screenshot of a running product, with the system's Chromium.

Usage: .venv/bin/python tools/screenshot.py [ADDRESS] [FILE]
"""

import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ADDRESS = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
FILE = Path(sys.argv[2] if len(sys.argv) > 2 else "docs/screenshot.png")

names = ("chromium", "chromium-browser", "google-chrome")
chromium = next(filter(None, map(shutil.which, names)), None)
if chromium is None:
    sys.exit("没有 Chromium。管理员运行：apt install chromium fonts-noto-cjk")
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1100, "height": 1180})
    page.goto(ADDRESS)
    page.get_by_label("您想办什么，想问什么？").fill("高龄津贴多大年纪能领")
    page.get_by_role("button", name="发送").click()
    page.locator("article.said").wait_for()
    page.evaluate("window.scrollTo({ top: 0, behavior: 'instant' })")
    page.mouse.move(0, 0)
    shot = page.screenshot(animations="disabled")
    browser.close()
# A page of few colours needs no more than a palette of them.
Image.open(BytesIO(shot)).convert("RGB").quantize(64, dither=Image.Dither.NONE).save(
    FILE, optimize=True
)
print(f"{FILE}: {FILE.stat().st_size // 1024} KB")
