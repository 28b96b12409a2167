#!/usr/bin/env bash
# Makes sure that there is a Chromium and a Chinese font for the browser tests: installs
# Debian's when root, otherwise says how to get them.
set -euo pipefail
has_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
has_font() { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn family)" ]; }
if has_browser >/dev/null && has_font; then exit; fi
how="apt install chromium fonts-noto-cjk"
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "浏览器测试要有 Chromium 和中文字体。请管理员运行：$how" >&2
  exit 1
fi
echo "正在安装 Chromium 和中文字体……"
export DEBIAN_FRONTEND=noninteractive
{ apt-get update -qq \
  && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig >/dev/null; } \
  || { echo "没有装成。看看能不能连上软件源，再运行：$how" >&2; exit 1; }
