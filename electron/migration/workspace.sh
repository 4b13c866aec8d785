# Shiplock's own folder on a host for one run, and the mark that keeps two runs off one container.
# open KEY BYTES     prints the folder: in memory where BYTES fit twice over, on disk otherwise
# room FOLDER        prints how many bytes it can take
# close KEY
# mark ID KEY        fails with status 9 when another run has marked the container, and prints that run's key
# marked ID          prints the key of the run that has marked the container, if any
# unmark ID KEY
set -u
umask 077
memory=/run/shiplock disk=/var/lib/shiplock
available_bytes() { awk '/^MemAvailable:/ { printf "%d", $2 * 1024 }' /proc/meminfo; }
case $1 in
open)
  mkdir -p "$memory" || exit 1
  if mountpoint -q "$memory/$2"; then
    echo "$memory/$2"
  elif [ -d "$disk/$2" ]; then
    echo "$disk/$2"
  elif [ "$(available_bytes)" -gt $(($3 * 2 + 268435456)) ]; then
    mkdir -p "$memory/$2" && mount -t tmpfs -o "size=$(($3 * 2 + 67108864)),mode=700" shiplock "$memory/$2" && echo "$memory/$2"
  else
    mkdir -p "$disk/$2" && echo "$disk/$2"
  fi
  ;;
room)
  df -Pk "$2" | awk 'NR == 2 { printf "%.0f\n", $4 * 1024 }'
  ;;
close)
  if mountpoint -q "$memory/$2"; then umount "$memory/$2" || umount -l "$memory/$2"; fi
  rm -rf "${memory:?}/$2" "${disk:?}/$2"
  rmdir "$memory/moving" "$memory/waiting" "$memory" "$disk" 2>/dev/null || true
  ;;
mark)
  mkdir -p "$memory/moving" || exit 1
  if (set -C && printf '%s\n' "$3" >"$memory/moving/$2") 2>/dev/null; then exit 0; fi
  owner=$(cat "$memory/moving/$2")
  [ "$owner" = "$3" ] && exit 0
  echo "$owner"
  exit 9
  ;;
marked)
  cat "$memory/moving/$2" 2>/dev/null || true
  ;;
unmark)
  if [ "$(cat "$memory/moving/$2" 2>/dev/null)" = "$3" ]; then rm -f "$memory/moving/$2"; fi
  rmdir "$memory/moving" "$memory" 2>/dev/null || true
  ;;
esac
