# What lives in a container: how many processes, how many of them for good, how much memory a dump would hold, and its
# sockets. For good: longer than ten seconds, and not in a sleep, which CRIU cannot take up where it was: it ends early.
# Of the container are its first process and all that descend from it: what `docker exec` starts is no part of a dump.
# Arguments: the runtime's root, container ID, host process ID of its first process.
root=$1 id=$2 pid=$3
processes=0 lasting=0 kilobytes=0
uptime=$(cut -d . -f 1 /proc/uptime) ticks=$(getconf CLK_TCK)
members=$(
  for member in $(runc --root "$root" ps --format json "$id" | tr -cs '0-9' ' '); do
    sed -n "s/^PPid:/$member/p" "/proc/$member/status" 2>/dev/null
  done | awk -v first="$pid" '
    { parent[$1] = $2 }
    END {
      for (member in parent) {
        above = member
        for (steps = NR; steps > 0 && above != first && above in parent; steps--) above = parent[above]
        if (above == first) print member
      }
    }'
)
for member in $members; do
  read -r name <"/proc/$member/comm" 2>/dev/null || continue
  began=$(sed 's/.*) //' "/proc/$member/stat" 2>/dev/null | cut -d ' ' -f 20)
  # One that was on its way out, the end of a health check for instance, is gone by now, also from a frozen container.
  [ -n "$began" ] || continue
  processes=$((processes + 1))
  if [ "$name" != sleep ] && [ $((uptime - began / ticks)) -gt 10 ]; then lasting=$((lasting + 1)); fi
  size=$(awk '/^Rss(Anon|Shmem):/ { sum += $2 } END { print sum + 0 }' "/proc/$member/status" 2>/dev/null)
  kilobytes=$((kilobytes + ${size:-0}))
done
echo "processes $processes"
echo "lasting $lasting"
echo "memory ${kilobytes}"
for table in tcp tcp6 udp udp6; do
  echo "# $table"
  cat "/proc/$pid/net/$table" 2>/dev/null
done
exit 0
