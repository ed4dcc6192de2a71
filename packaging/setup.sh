#!/usr/bin/env bash
# Makes a checkout ready to run: system libraries, Python packages (checked by hash), this package itself.
# What is done already is skipped, without touching the network.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

oldest_python='import sys; sys.exit(sys.version_info < (3, 11))'
locks=(requirements/dev.txt requirements/build.txt)
uv=.setup/tools/bin/uv

say() { printf 'set-up: %s\n' "$*" >&2; }

stop() {
  printf '\nset-up stopped: %s\n' "$1" >&2
  shift
  printf '  %s\n' "$@" >&2
  exit 1
}

# A machine's own settings for pip and uv say where packages come from, and are kept. What they could say about
# which packages and where to is decided here.
quiet_environment() {
  unset PYTHONPATH PYTHONHOME PYTHONSTARTUP VIRTUAL_ENV CONDA_PREFIX
  unset PIP_TARGET PIP_PREFIX PIP_ROOT PIP_REQUIREMENT PIP_NO_BINARY PIP_ONLY_BINARY PIP_NO_DEPS PIP_DRY_RUN
  unset UV_CONSTRAINT UV_OVERRIDE UV_EXCLUDE UV_BUILD_CONSTRAINT UV_SYSTEM_PYTHON UV_PYTHON UV_NO_BINARY UV_EXCLUDE_NEWER
  export PIP_USER=0 PIP_REQUIRE_VIRTUALENV=0 PIP_CONSTRAINT=/dev/null PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
  export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1
  # The machine's own authorities, as pip and git use them: a company's proxy has its certificate only there.
  if [ -e /etc/ssl/certs/ca-certificates.crt ]; then export UV_SYSTEM_CERTS=1; fi
  # A service account may have no home: caches then stay here.
  if [ ! -w "${HOME:-/nonexistent}" ]; then
    mkdir -p .setup/home
    HOME=$PWD/.setup/home
    export HOME
    unset XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME
  fi
}

find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null && "$candidate" -c "$oldest_python" 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  stop "Python 3.11 or newer is needed." "Install it, or name it: make setup PYTHON=/path/to/python3.11"
}

# Prints the Debian packages that are missing.
missing_packages() {
  local python=$1 wanted present name
  wanted=$(sed -e 's/#.*//' -e '/^ *$/d' packaging/debian-packages.txt)
  if [ -n "$python" ] && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    wanted="$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])') $wanted"
  fi
  # By name or by what a package stands in for: some are renamed in newer releases (libglib2.0-0t64).
  present=$(dpkg-query -W -f '${db:Status-Status} ${Package}, ${Provides}\n' |
    sed -n 's/^installed //p' | tr ',' '\n' | sed -e 's/^ *//' -e 's/[ :(].*//')
  for name in $wanted; do
    grep -qxF -- "$name" <<<"$present" || echo "$name"
  done
}

system_packages() {
  local python=$1 missing
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    if [ "$(uname)" = Linux ] && [ -n "$python" ]; then
      say "not Debian: if Qt does not start, install what packaging/debian-packages.txt lists under this system's names"
    fi
    return
  fi
  missing=$(missing_packages "$python" | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" != 0 ]; then
    stop "these Debian packages are missing. Install them, then run make again:" \
      "sudo apt-get install --no-install-recommends -y ${missing% }"
  fi
  say "installing Debian packages: $missing"
  export DEBIAN_FRONTEND=noninteractive
  # An unreachable source of some other program does not matter as long as ours are found.
  apt-get -q update >.setup/apt.log 2>&1 || true
  # shellcheck disable=SC2086 # one word per package
  apt-get -q install --no-install-recommends -y -o DPkg::Lock::Timeout=300 $missing </dev/null >>.setup/apt.log 2>&1 || {
    tail -n 20 .setup/apt.log >&2
    stop "apt-get could not install them (all of it in .setup/apt.log):" "apt-get install $missing"
  }
}

# What the environment is made from: when this is unchanged there is nothing to do.
made_from() { pwd && cksum packaging/setup.sh pyproject.toml requirements/tools.txt "${locks[@]}"; }

is_ready() {
  [ "$(cat .venv/.made-from 2>/dev/null)" = "$(made_from)" ] && .venv/bin/python -c "$oldest_python" 2>/dev/null
}

install_uv() {
  local python=$1
  if [ "$(cat .setup/tools/.made-from 2>/dev/null)" = "$(cksum requirements/tools.txt)" ] && "$uv" --version >/dev/null; then
    return
  fi
  say "installing the installer (uv)"
  rm -rf .setup/tools
  "$python" -m venv .setup/tools
  .setup/tools/bin/python -m pip -q install --require-hashes --no-deps --only-binary :all: -r requirements/tools.txt
  cksum requirements/tools.txt >.setup/tools/.made-from
}

install_packages() {
  local python=$1
  if ! .venv/bin/python -c "$oldest_python" 2>/dev/null; then
    rm -rf .venv
    "$uv" -q venv --python "$python" .venv
  fi
  say "installing Python packages (the first time takes a while)"
  # Compiled now, or five programs compile the same modules side by side at the first start.
  if ! "$uv" -q pip sync --python .venv/bin/python --require-hashes --no-build --compile-bytecode "${locks[@]}"; then
    # uv does not read pip's own settings, and this machine may have a mirror only there.
    say "uv could not; trying pip with this machine's settings"
    .setup/tools/bin/python -m pip -q --python .venv/bin/python install --require-hashes --no-deps \
      --only-binary :all: "${locks[@]/#/-r}"
  fi
  "$uv" -q pip install --python .venv/bin/python --offline --no-deps --no-build-isolation --editable .
}

main() {
  local python
  mkdir -p .setup
  quiet_environment
  if is_ready; then
    system_packages ""
    return
  fi
  python=$(find_python)
  system_packages "$python"
  install_uv "$python"
  rm -f .venv/.made-from
  install_packages "$python"
  made_from >.venv/.made-from
  say "ready"
}

main
