#!/usr/bin/env bash
# Stops the trial cluster that start.sh started, and removes what it kept, but for the logs.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"

usage() {
  cat <<TXT
usage: stop.sh [--dir DIR] [--wait SECONDS]

  --dir DIR       what start.sh was given; by default target/flink-cluster
  --wait SECONDS  how long processes may take to end before they are killed; by default 20
TXT
}

dir=$home/target/flink-cluster
wait_seconds=20
while (($# > 0)); do
  case $1 in
    -h | --help) usage && exit 0 ;;
    --dir) dir=${2-} ;;
    --wait) wait_seconds=${2-} ;;
    *) usage >&2 && exit 2 ;;
  esac
  [[ $# -ge 2 ]] || fail 2 "$1 needs a value"
  shift 2
done
[[ -n $dir ]] || fail 2 "--dir needs a directory"
[[ $wait_seconds =~ ^[0-9]+$ ]] || fail 2 "--wait takes a number of seconds; got \"$wait_seconds\""
[[ -d $dir ]] || { echo "no cluster: there is no $dir" && exit 0; }
state=$(state_directory "$dir")

running=$(living)
if [[ -z $running ]]; then
  echo "no cluster runs in $state"
else
  for file in $running; do
    kill "$(cat "$file")" 2>/dev/null || true
  done
  end=$((SECONDS + wait_seconds))
  while [[ -n $(living) && $SECONDS -lt $end ]]; do
    sleep 0.2
  done
  for file in $(living); do
    kill -9 "$(cat "$file")" 2>/dev/null || true
  done
  echo "stopped; logs are in $state/log"
fi
rm -rf "$state"/*.pid "$state/tmp" "$state/conf" "$state/address"
