# What lives in a container: how many processes, how much memory a dump would hold, and its sockets.
# Arguments: the runtime's root, container ID, host process ID of its first process.
root=$1 id=$2 pid=$3
processes=0 kilobytes=0
for member in $(runc --root "$root" ps --format json "$id" | tr -cs '0-9' ' '); do
  processes=$((processes + 1))
  for size in $(sed -n 's/^Rss\(Anon\|Shmem\):[^0-9]*\([0-9]*\) kB/\2/p' "/proc/$member/status" 2>/dev/null); do
    kilobytes=$((kilobytes + size))
  done
done
echo "processes $processes"
echo "memory ${kilobytes}"
for table in tcp tcp6 udp udp6; do
  echo "# $table"
  cat "/proc/$pid/net/$table" 2>/dev/null
done
exit 0
