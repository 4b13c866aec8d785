# Shiplock's own folder on a host for one run.
# open KEY BYTES     prints the folder: in memory where BYTES fit twice over, on disk otherwise; where the disk is
#                    read-only, in memory if they fit there at all
# room FOLDER        prints how many bytes it can take
# close KEY
set -u
umask 077
memory=/run/shiplock disk=/var/lib/shiplock
in_memory() { mkdir -p "$memory/$1" && mount -t tmpfs -o "size=$2,mode=700" shiplock "$memory/$1" && echo "$memory/$1"; }
available_bytes() { awk '/^MemAvailable:/ { printf "%d", $2 * 1024 }' /proc/meminfo; }
case $1 in
open)
  mkdir -p "$memory" || exit 1
  if mountpoint -q "$memory/$2"; then
    echo "$memory/$2"
  elif [ -d "$disk/$2" ]; then
    echo "$disk/$2"
  elif [ "$(available_bytes)" -gt $(($3 * 2 + 268435456)) ]; then
    in_memory "$2" $(($3 * 2 + 67108864))
  elif words=$(LC_ALL=C mkdir -p "$disk/$2" 2>&1); then
    echo "$disk/$2"
  else
    echo "$words" >&2
    case $words in *'Read-only file system'*) [ "$(available_bytes)" -gt $(($3 + 67108864)) ] ;; *) false ;; esac || exit 1
    in_memory "$2" "$3"
  fi
  ;;
room)
  df -Pk "$2" | awk 'NR == 2 { printf "%.0f\n", $4 * 1024 }'
  ;;
close)
  if mountpoint -q "$memory/$2"; then umount "$memory/$2" || umount -l "$memory/$2"; fi
  rm -rf "${memory:?}/$2" "${disk:?}/$2" "${disk:?}/$2.image"
  rmdir "$memory/moving" "$memory/waiting" "$memory" "$disk" 2>/dev/null || true
  ;;
esac
