#!/usr/bin/env bash
# Compiles requirements/*.txt: every version with its hashes, for all systems at once, without a registry's address.
# Arguments go to the compiler (--upgrade, --upgrade-package NAME).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

compile() {
  local target=$1
  shift
  printf 'lock: %s\n' "$target" >&2
  .setup/tools/bin/uv -q pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
    --no-emit-index-url --no-emit-find-links --output-file "requirements/$target.txt" "$@"
}

compile dev pyproject.toml --extra desktop --extra hub --extra embedded --extra dev "$@"
# The parts agree with the whole, so that what is tested is what is installed.
for extra in desktop hub embedded; do
  compile "$extra" pyproject.toml --extra "$extra" --constraints requirements/dev.txt "$@"
done
compile build requirements/build.in --constraints requirements/dev.txt "$@"
compile tools requirements/tools.in "$@"
