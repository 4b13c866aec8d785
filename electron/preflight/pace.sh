# How fast a running container changes, watched for a while.
# Arguments: the runtime's root, container ID, seconds.
# Prints a line: the milliseconds that were watched; the bytes of its own memory that were touched in them, read or written,
# or `-` where the kernel does not tell; the bytes that its processes gave the kernel to write to disks.
# Forgetting which pages were touched (1 to clear_refs: the kernel's Documentation/filesystems/proc.rst) changes nothing for
# the processes; 4 would reset what a chain of pre-dumps of another program relies on.
root=$1 id=$2 seconds=$3
members=$(runc --root "$root" ps --format json "$id" | tr -cs '0-9' ' ')
written() {
  for member in $members; do cat "/proc/$member/io" 2>/dev/null; done |
    awk '$1 == "write_bytes:" { sum += $2 } END { printf "%.0f", sum }'
}
before=$(written)
began=$(date +%s%N)
knows=no
for member in $members; do
  if { echo 1 >"/proc/$member/clear_refs"; } 2>/dev/null; then knows=yes; fi
done
sleep "$seconds"
ms=$((($(date +%s%N) - began) / 1000000))
after=$(written)
touched=-
if [ $knows = yes ]; then
  # Of a mapping of a file only the pages that the process has made its own count.
  touched=$(for member in $members; do cat "/proc/$member/smaps" 2>/dev/null; done | awk '
    $1 == "Referenced:" { referenced = $2 }
    $1 == "Anonymous:" { sum += (referenced < $2 ? referenced : $2) }
    END { printf "%.0f", sum * 1024 }')
fi
# A process that has ended took its count along.
echo "$ms $touched $((after > before ? after - before : 0))"
