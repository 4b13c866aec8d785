# What lives in a container: how many processes (those that merely sleep aside: CRIU cannot take up a sleep where it was,
# it ends early), how much memory a dump would hold, and its sockets.
# Arguments: the runtime's root, container ID, host process ID of its first process.
root=$1 id=$2 pid=$3
processes=0 kilobytes=0
members=$(runc --root "$root" ps --format json "$id" | tr -cs '0-9' ' ')
for member in $members; do
  read -r name <"/proc/$member/comm" 2>/dev/null || continue
  [ "$name" = sleep ] || processes=$((processes + 1))
  size=$(awk '/^Rss(Anon|Shmem):/ { sum += $2 } END { print sum + 0 }' "/proc/$member/status" 2>/dev/null)
  kilobytes=$((kilobytes + ${size:-0}))
done
echo "processes $processes"
echo "memory ${kilobytes}"
for table in tcp tcp6 udp udp6; do
  echo "# $table"
  cat "/proc/$pid/net/$table" 2>/dev/null
done
exit 0
