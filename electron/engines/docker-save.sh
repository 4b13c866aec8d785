# Writes an archive of an image to standard output. $1: the image; then the files of the archive that are to be left out:
# `tar --delete` works as a filter, so that what the other end has never leaves this host.
# Docker puts an archive together in a folder of its own first. Where that cannot be written to, and the image fits in
# memory, it is given such a folder in memory for as long as this takes.
image=$1
shift
folder=$(docker info --format '{{.DockerRootDir}}')/tmp
lend_memory() {
  size=$(docker image inspect --format '{{.Size}}' "$image") || return
  available=$(awk '/^MemAvailable:/ { printf "%d", $2 * 1024 }' /proc/meminfo)
  # The layers, and what the archive says of them.
  size=$((size * 5 / 4 + 67108864))
  if [ "$available" -lt $((size + 268435456)) ]; then
    echo "its disk is a read-only file system, and there is no memory for the image" >&2
    exit 1
  fi
  mount -t tmpfs -o "size=$size,mode=700" shiplock "$folder" || return
  trap 'umount "$folder" 2>/dev/null || umount -l "$folder"' EXIT
  trap 'exit 1' HUP INT TERM PIPE
}
if words=$(LC_ALL=C mktemp "$folder/.shiplock-XXXXXX" 2>&1); then
  rm -f "$words"
else
  case $words in *'Read-only file system'*) lend_memory ;; esac
fi
if [ $# -eq 0 ]; then
  docker save "$image"
else
  docker save "$image" | tar --delete -f - "$@"
fi
