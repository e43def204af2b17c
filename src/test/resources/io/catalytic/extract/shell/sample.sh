#!/usr/bin/env bash
set -euo pipefail

source ./lib/common.sh
. "$HOME/.profile"
. /etc/os-release

log() {
  echo "function not_one() { }" >&2
}

function deploy {
  local target=$1
  cleanup() { rm -rf "$target"; }
  cat <<EOF
fake() { :; }
EOF
}

function build-all() (
  make all
)

if true; then
  conditional() { :; }
fi
deploy "$@"
