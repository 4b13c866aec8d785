# What the processes of a running container hold, for those who know what a checkpoint makes of it. Changes nothing.
# Arguments: the runtime's root, container ID, host process ID of its first process, the text of inside.pl.
# Prints records that end in NUL: a word, a line of its own for what it is about, and the text.
#   status, -               lines of each process's status, after PID/status:
#   argument, -             an argument of a process's command line, after PID/cmdline:
#   link, PID FOLDER NAME   the target of a link in fd, ns or, if it is deleted, map_files
#   gone, PID FOLDER NAME   LINKS BYTES of a file in use whose name is gone
#   device, PID FOLDER NAME KIND, a tab and MAJOR:MINOR, in hexadecimal, of a device in use
#   mapped, -               lines of each process's maps that are about devices and the kernel's own objects, after PID/maps:
#   table, NAME             one of the kernel's lists of sockets and multicast groups; `peers` and `bound`: what `ss` tells
#   file, NAME              mountinfo of the first process, the runtime's state, CRIU's settings, message queues
# and those of inside.pl.
root=$1 id=$2 pid=$3 program=$4
cd /proc || exit 1
members=$(timeout 5 runc --root "$root" ps --format json "$id" | tr -cs '0-9' '\n' | head -n 1000)

each() {
  for member in $members; do printf '%s/%s ' "$member" "$1"; done
}

bounded() {
  head -c 4194304
  printf '\0'
}

record() {
  printf '%s\n%s\n' "$1" "$2"
  head -c 1048576
  printf '\0'
}

# shellcheck disable=SC2046 # the files are several, here and below
grep -sHE '^(Name|State|Pid|PPid|TracerPid|NSpid|NSsid):' $(each status) | record status -
# shellcheck disable=SC2046
grep -sHz '' $(each cmdline) | sed -z 's/^/argument\n-\n/' | bounded

# Only `ss` tells which unix sockets are connected to which. Asked next to the descriptors, as they change together.
nsenter -t "$pid" -n ss -xan 2>/dev/null | record table peers
if find . -maxdepth 0 -printf '' 2>/dev/null; then
  # shellcheck disable=SC2046
  {
    find $(each fd) $(each ns) -maxdepth 1 -type l -printf 'link\n%p\n%l\0'
    find $(each map_files) -maxdepth 1 -lname '* (deleted)' -printf 'link\n%p\n%l\0'
    find $(each fd) $(each map_files) -maxdepth 1 -lname '* (deleted)' -exec stat -L --printf 'gone\n%n\n%h %s\0' {} +
    find $(each fd) -maxdepth 1 -lname '/dev/*' -exec stat -L --printf 'device\n%n\n%F\t%t:%T\0' {} +
  } 2>/dev/null | bounded
else
  for folder in $(each fd) $(each ns); do
    for link in "$folder"/*; do
      printf 'link\n%s\n%s\0' "$link" "$(readlink "$link" 2>/dev/null)"
    done
  done | bounded
fi
# shellcheck disable=SC2046
grep -sHE ' (/dev/|anon_inode:)' $(each maps) | record mapped -

nsenter -t "$pid" -n ss -tuwane 2>/dev/null | record table bound
for table in netlink tcp tcp6 packet igmp igmp6; do
  if [ -e "$pid/net/$table" ]; then record table "$table" <"$pid/net/$table"; fi
done
find "/proc/$pid/root/dev/mqueue" -mindepth 1 -maxdepth 1 2>/dev/null | record file queues
if [ -e "$pid/mountinfo" ]; then record file mountinfo <"$pid/mountinfo"; fi
if [ -e "$root/$id/state.json" ]; then record file state <"$root/$id/state.json"; fi
cat /etc/criu/default.conf /etc/criu/runc.conf 2>/dev/null | record file settings

# shellcheck disable=SC2086
if command -v perl >/dev/null; then timeout 5 perl -e "$program" $members 2>/dev/null; fi
exit 0
