#!/usr/bin/env bash
# Starts a trial cluster on this machine: a Flink JobManager and N TaskManagers, as processes of
# their own on loopback, from the jars that the build put into target/flink. Returns when all of
# them are there.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"

usage() {
  cat <<TXT
usage: start.sh [N] [options]

  N                how many TaskManagers; by default 2
  --slots N        slots of each TaskManager; by default 2
  --heap SIZE      heap of a TaskManager for its work, as 512m or 1g; by default 512m
  --port PORT      REST port of the cluster; by default 8081
  --rpc-port PORT  port that TaskManagers find the JobManager at; by default 6123
  --dir DIR        for pids, temporary files and logs; by default target/flink-cluster
  --wait SECONDS   how long the cluster may take to start; by default 60

CATALYTIC_CLUSTER_JAVA_OPTS holds further options of each process's JVM, as -Xlog:gc.
TXT
}

managers=2
slots=2
heap=512m
port=8081
rpc_port=6123
dir=$home/target/flink-cluster
wait_seconds=60
if [[ ${1-} =~ ^[0-9]+$ ]]; then
  managers=$1
  shift
fi
while (($# > 0)); do
  case $1 in
    -h | --help) usage && exit 0 ;;
    --slots) slots=${2-} ;;
    --heap) heap=${2-} ;;
    --port) port=${2-} ;;
    --rpc-port) rpc_port=${2-} ;;
    --dir) dir=${2-} ;;
    --wait) wait_seconds=${2-} ;;
    *) usage >&2 && exit 2 ;;
  esac
  [[ $# -ge 2 ]] || fail 2 "$1 needs a value"
  shift 2
done
for number in "$managers" "$slots" "$port" "$rpc_port" "$wait_seconds"; do
  [[ $number =~ ^[1-9][0-9]{0,5}$ ]] || fail 2 "a number of at least 1 is needed; got \"$number\""
done
[[ $heap =~ ^[1-9][0-9]*[mg]$ ]] || fail 2 "--heap takes a size as 512m or 1g; got \"$heap\""
[[ -n $dir ]] || fail 2 "--dir needs a directory"
state=$(state_directory "$dir")

if [[ -n $(living) ]]; then
  for file in $(pid_files); do
    lives "$file" ||
      fail 1 "$(basename "$file" .pid) of the cluster in $state is gone; run stop.sh, then this again"
  done
  echo "runs already: $(cat "$state/address" 2>/dev/null || echo starting), in $state" >&2
  exit 0
fi
rm -rf "$state"/*.pid "$state/tmp" "$state/conf" "$state/address" "$state/log"

taken() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}
! taken "$port" || fail 2 "port $port is taken; give another one with --port"
! taken "$rpc_port" || fail 2 "port $rpc_port is taken; give another one with --rpc-port"

if ! compgen -G "$home/target/flink/flink-runtime-*.jar" >/dev/null; then
  echo "start.sh: building, once; it takes a minute or two" >&2
  (cd "$home" && mvn -q -B -Dmaven.test.skip=true package >&2)
fi
java=java
[[ -z ${JAVA_HOME-} ]] || java=$JAVA_HOME/bin/java

# File names are bytes; a JVM in a locale without UTF-8 could not even name the directories given.
case ${LC_ALL:-${LC_CTYPE:-${LANG-}}} in
  *[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*) ;;
  *) export LC_ALL=C.UTF-8 ;;
esac

mkdir -p "$state/conf" "$state/log" "$state/tmp"
cp "$here/conf/flink-conf.yaml" "$state/conf/"

# What ends whoever called this (a signal to its process group, a closed terminal) is not for them.
apart=(nohup)
! command -v setsid >/dev/null || apart=(setsid nohup)

# start NAME HEAP CLASS [ARGUMENT…]
start() {
  local name=$1 most=$2 class=$3
  shift 3
  mkdir -p "$state/tmp/$name"
  # shellcheck disable=SC2086
  "${apart[@]}" "$java" "-Xmx$most" -XX:+UseParallelGC ${CATALYTIC_CLUSTER_JAVA_OPTS-} \
    "-Dcatalytic.cluster=$state" "-Djava.io.tmpdir=$state/tmp/$name" \
    "-Djava.util.logging.config.file=$here/conf/logging.properties" \
    "-Dlog.file=$state/log/$name.log" \
    --add-opens java.base/java.lang=ALL-UNNAMED --add-opens java.base/java.net=ALL-UNNAMED \
    --add-opens java.base/java.util=ALL-UNNAMED \
    -cp "$home/target/flink/*:$home/target/flink/shared/*" \
    "$class" --configDir "$state/conf" "$@" \
    -D "rest.port=$port" -D "jobmanager.rpc.port=$rpc_port" -D "io.tmp.dirs=$state/tmp/$name" \
    >"$state/log/$name.log" 2>&1 </dev/null &
  echo $! >"$state/$name.pid"
}

start jobmanager 768m org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint \
  --executionMode cluster
# The heap of the work, and 128 MB for Flink itself.
case $heap in
  *g) whole=$((${heap%g} * 1024 + 128))m ;;
  *) whole=$((${heap%m} + 128))m ;;
esac
for ((i = 1; i <= managers; i++)); do
  start "taskmanager-$i" "$whole" org.apache.flink.runtime.taskexecutor.TaskManagerRunner \
    -D "taskmanager.numberOfTaskSlots=$slots" -D "taskmanager.memory.task.heap.size=$heap" \
    -D "taskmanager.resource-id=taskmanager-$i"
done

# Prints how many TaskManagers the JobManager knows.
known() {
  exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
  printf 'GET /overview HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3
  sed -n 's/.*"taskmanagers":\([0-9]*\).*/\1/p' <&3
}

end=$((SECONDS + wait_seconds))
until [[ $( (known) 2>/dev/null) == "$managers" ]]; do
  for file in $(pid_files); do
    if ! lives "$file"; then
      name=$(basename "$file" .pid)
      tail -n 20 "$state/log/$name.log" >&2
      "$here/stop.sh" --dir "$state" >/dev/null
      fail 1 "$name ended; all of what it said is in $state/log/$name.log"
    fi
  done
  if [[ $SECONDS -ge $end ]]; then
    "$here/stop.sh" --dir "$state" >/dev/null
    fail 1 "the cluster was not there after $wait_seconds seconds; logs are in $state/log"
  fi
  sleep 0.2
done
echo "127.0.0.1:$port" >"$state/address"
echo "started: 1 JobManager, $managers TaskManagers with $slots slots each"
echo "address  127.0.0.1:$port   (http://127.0.0.1:$port shows it)"
echo "logs     $state/log"
