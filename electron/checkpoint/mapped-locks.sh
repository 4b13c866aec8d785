# How many files the container's processes have both locked (POSIX) and mapped into memory.
# Arguments: the runtime's root, container ID.
members=$(runc --root "$1" ps --format json "$2" | tr -cs '0-9' ' ')
for member in $members; do
  awk -v member="$member" '
    FILENAME == "/proc/locks" { if ($2 == "POSIX" && $5 == member) { split($6, file, ":"); locked[file[3]] = 1 } next }
    $5 in locked && !($5 in found) { found[$5] = 1; print member, $5 }
  ' /proc/locks "/proc/$member/maps" 2>/dev/null
done | wc -l
