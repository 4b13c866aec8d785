# Memory kept free for what the freeze will need: on the source for the dump, on the target for the restored processes.
# hold FOLDER BYTES  takes the memory now, if the folder lies in memory and there is enough; it is written to, since the
#                    host of a virtual machine gives memory only when it is touched, five times slower than memory that
#                    was in use a moment ago
# free FOLDER        gives it up, for the next one who asks
file=$2/headroom
case $1 in
hold)
  [ "$(stat -f -c %T "$2")" = tmpfs ] || exit 0
  [ "$(stat -c %s "$file" 2>/dev/null)" = "$3" ] && exit 0
  available=$(awk '/^MemAvailable:/ { printf "%d", $2 * 1024 }' /proc/meminfo)
  [ "$available" -gt $(($3 + 268435456)) ] || exit 0
  head -c "$3" /dev/zero >"$file" 2>/dev/null || rm -f "$file"
  ;;
free)
  rm -f "$file"
  ;;
esac
