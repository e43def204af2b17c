# What start.sh and stop.sh have in common; sourced by both.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # Set here and used there, or the reverse.

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
home=$(cd "$here/../.." && pwd)

fail() {
  echo "${0##*/}: $2" >&2
  exit "$1"
}

# The absolute path of the directory that holds all there is of a cluster.
state_directory() {
  mkdir -p "$1" && cd "$1" && pwd -P
}

# Whether the process of a pid file is there, and is the cluster's: a pid may be given again.
lives() {
  local pid arguments
  pid=$(cat "$1" 2>/dev/null) || return 1
  if [[ -r /proc/$pid/cmdline ]]; then
    arguments=$(tr '\0' ' ' <"/proc/$pid/cmdline")
  else
    arguments=$(ps -ww -o args= -p "$pid" 2>/dev/null) || return 1
  fi
  [[ $arguments == *"-Dcatalytic.cluster=$state "* ]]
}

# The pid files of the cluster's processes, the JobManager's last.
pid_files() {
  local file
  for file in "$state"/taskmanager-*.pid "$state/jobmanager.pid"; do
    [[ -f $file ]] && echo "$file"
  done
  return 0
}

living() {
  local file
  for file in $(pid_files); do
    ! lives "$file" || echo "$file"
  done
}
