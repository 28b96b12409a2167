"""Takes the README's screenshot of a running product, with the system's Chromium.

Usage: .venv/bin/python tools/screenshot.py [ADDRESS] [FILE]
"""

import shutil
import sys

from playwright.sync_api import sync_playwright

ADDRESS = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
FILE = sys.argv[2] if len(sys.argv) > 2 else "docs/screenshot.png"

chromium = shutil.which("chromium") or shutil.which("google-chrome")
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1000, "height": 1060})
    page.goto(ADDRESS)
    page.get_by_label("您想办什么，想问什么？").fill("高龄津贴多大年纪能领")
    page.get_by_role("button", name="发送").click()
    page.locator("article.said").wait_for()
    page.evaluate("window.scrollTo(0, 0)")
    page.screenshot(path=FILE)
    browser.close()
