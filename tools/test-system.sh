#!/usr/bin/env bash
# Installs the system packages that the tests need and that are not there yet: a browser, fonts with Chinese
# glyphs, a Java runtime for the OWL reasoner, Virtuoso as a SPARQL server, other parsers of RDF, Graphviz for the
# diagrams of the documentation, Apache. Debian's packages where they may be installed (root or password-less sudo),
# else Playwright's own browser.
set -euo pipefail
cd "$(dirname "$0")/.."

wanted=()
command -v java >/dev/null || wanted+=(default-jre-headless)
command -v chromium >/dev/null || wanted+=(chromium)
command -v virtuoso-t >/dev/null || wanted+=(virtuoso-opensource-7-bin)
command -v rapper >/dev/null || wanted+=(raptor2-utils)
command -v serdi >/dev/null || wanted+=(serdi)
command -v dot >/dev/null || wanted+=(graphviz)
[ -x /usr/sbin/apache2 ] || wanted+=(apache2-bin)
fc-list :lang=zh 2>/dev/null | grep -q . || wanted+=(fontconfig fonts-noto-cjk)
[ ${#wanted[@]} -eq 0 ] && exit 0

if command -v apt-get >/dev/null; then
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null && as_root=(sudo -n) || as_root=(false)
  fi
  export DEBIAN_FRONTEND=noninteractive
  if "${as_root[@]}" apt-get update -qq && "${as_root[@]}" apt-get install -qq -y --no-install-recommends "${wanted[@]}" >/dev/null; then
    exit 0
  fi
fi
echo "No right to install ${wanted[*]}; trying Playwright's own browser. / 无权安装系统软件包，改用 Playwright 自带的浏览器。" >&2
.venv/bin/python -m playwright install chromium
