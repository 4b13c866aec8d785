# A fingerprint of what lies in each folder or file: names, kinds, sizes, modes, owners, link targets and, if asked for,
# times to the nanosecond. Contents are proved by the transfer itself. Folders' own sizes and times are the file
# system's affair.
# CRIU's passing folder in a container's /tmp is left out.
# Arguments: times or no-times, and the paths. Prints a line for each: fingerprint, entries, bytes.
LC_ALL=C
export LC_ALL
time=
if [ "$1" = times ]; then time='%T@ '; fi
shift
list=
trap '[ -z "$list" ] || rm -f "$list"' EXIT
trap 'exit 1' HUP INT TERM
for path; do
  list=$(mktemp 2>/dev/null || mktemp -p /run) || exit 1
  if [ -d "$path" ]; then
    (cd "$path" && find . -type d -name 'cr-tmpfs.??????' -prune -o -type d -printf 'd %m %U %G %p\0' -o -printf "%y %s %m %U %G $time%p %l\0") | sort -z >"$list"
  else
    find "$path" -printf "%y %s %m %U %G $time\0" >"$list"
  fi
  fingerprint=$(sha256sum <"$list" | cut -d ' ' -f 1)
  tr '\0' '\n' <"$list" | awk -v fingerprint="$fingerprint" '$1 == "f" { bytes += $2 } END { printf "%s %d %d\n", fingerprint, NR, bytes }'
  rm -f "$list"
done
