#!/bin/sh
# Prints how a host does just now, each figure on a line of its own that begins with what it is of. Changes nothing and asks no
# daemon; what is not there says nothing.
# usage: health.sh ENGINE-ROOT
LC_ALL=C
export LC_ALL

# Waits for no disk that does not answer.
within() {
  if command -v timeout >/dev/null; then timeout -k 1 "$@"; else
    shift
    "$@"
  fi
}

echo "processors $(grep -c '^cpu[0-9]' /proc/stat)"
sed 's/^/load /' /proc/loadavg
sed 's/^/uptime /' /proc/uptime
awk '/^MemTotal:/ { total = $2 } /^MemAvailable:/ { free = $2 } END { if (free != "") print "memory", free, total }' /proc/meminfo
within 2 df -Pk "$1" 2>/dev/null | awk 'NR == 2 { print "disk", $4, $2 }'
exit 0
