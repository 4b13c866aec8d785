#!/bin/sh
# sensor: two processes that watch each other. The parent appends its count to /data/a, the child to /data/b, ten times
# a second. Each stops, and says so, when the other has not gone on counting for fifty of its own counts: a freeze stops
# both alike, the loss of one of them does not. /data/child holds the child's process id.
set -u
export PATH=/bin

# count NAME OTHER: counts until the other stops.
count() {
  name=$1
  other=$2
  counted=0
  seen=
  unmoved=0
  while :; do
    counted=$((counted + 1))
    echo "$counted" >>"/data/$name"
    last=$(tail -n 1 "/data/$other" 2>/dev/null)
    if [ "$last" = "$seen" ]; then
      unmoved=$((unmoved + 1))
    else
      unmoved=0
      seen=$last
    fi
    if [ "$unmoved" -ge 50 ]; then
      echo "sensor $name: $other has stopped at ${seen:-nothing}" >&2
      exit 1
    fi
    [ $((counted % 100)) -ne 0 ] || echo "sensor $name: $counted"
    sleep 0.1
  done
}

trap 'kill "$child"; exit 0' TERM INT
(
  trap - TERM INT
  count b a
) &
child=$!
echo "$child" >/data/child
count a b
