#!/bin/sh
# Ends every process that carries a mark in its environment: TERM first, KILL for what is left after two seconds.
# The mark comes on standard input: as an argument it would be in sudo's SUDO_COMMAND, and this script find itself.
# Status: 0 nothing is left, 3 there was nothing, 1 something survived, 2 no whole line came.
# A laptop that dies, or its link, ends the input too soon: half a mark would be in the environment of others, and none in
# that of all.
read -r mark && [ -n "$mark" ] || exit 2

marked() {
  grep -lsF -- "$mark" /proc/[0-9]*/environ | cut -d / -f 3
}

pids=$(marked)
[ -n "$pids" ] || exit 3
# shellcheck disable=SC2086 # a list of numbers
kill -s TERM $pids 2>/dev/null

turn=0
while [ "$turn" -lt 40 ]; do
  pids=$(marked)
  [ -n "$pids" ] || exit 0
  # shellcheck disable=SC2086 # a list of numbers
  [ "$turn" -lt 20 ] || kill -s KILL $pids 2>/dev/null
  sleep 0.1 2>/dev/null || sleep 1
  turn=$((turn + 1))
done
exit 1
