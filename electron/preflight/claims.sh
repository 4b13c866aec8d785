#!/bin/sh
# What a container's processes hold of what a host limits. Arguments: the runtime's root, container ID, host process ID of
# its first process.
# openFiles: the first process's hard limit. processId: the highest identifier in it, of processes and threads alike.
# threads: how many there are.
awk '/^Max open files/ { print "openFiles=" $5 }' "/proc/$3/limits" 2>/dev/null
# shellcheck disable=SC2046 # numbers, one word each
set -- $(runc --root "$1" ps --format json "$2" 2>/dev/null | tr -cs '0-9' ' ' | head -c 32768)
for member; do
  shift
  set -- "$@" "/proc/$member/task"
done
[ $# -gt 0 ] || exit 0
find "$@" -mindepth 2 -maxdepth 2 -name status -exec cat {} + 2>/dev/null | awk '
  $1 == "NSpid:" { threads++; if ($NF > highest) highest = $NF }
  END { print "processId=" highest + 0; print "threads=" threads + 0 }'
