# Writes an archive of an image to standard output. $1: the image; then the files of the archive that are to be left out:
# `tar --delete` works as a filter, so that what the other end has never leaves this host.
# Docker writes to its own disk for that: it puts the archive together in a folder there, or, with the containerd image
# store, notes that it is at it. Where that disk is read-only, the folder is one in memory for as long as this takes; and
# containerd is read without a note, which nobody needs where nothing can be removed.
# `moby_ctr` runs ctr on Docker's containerd.
image=$1
shift
folder=$(docker info --format '{{.DockerRootDir}}')/tmp

is_read_only() {
  if words=$(LC_ALL=C mktemp "$folder/.shiplock-XXXXXX" 2>&1); then
    rm -f "$words"
    return 1
  fi
  case $words in *'Read-only file system'*) ;; *) return 1 ;; esac
}

lend_memory() {
  size=$(docker image inspect --format '{{.Size}}' "$image") || return
  available=$(awk '/^MemAvailable:/ { printf "%d", $2 * 1024 }' /proc/meminfo)
  # The layers, and what the archive says of them.
  size=$((size * 5 / 4 + 67108864))
  if [ "$available" -lt $((size + 268435456)) ]; then
    echo 'its disk is a read-only file system, and there is no memory for the image' >&2
    exit 1
  fi
  mount -t tmpfs -o "size=$size,mode=700" shiplock "$folder" || return
  trap 'umount "$folder" 2>/dev/null || umount -l "$folder"' EXIT
  trap 'exit 1' HUP INT TERM PIPE
}

# The image's name as containerd has it: with the registry and the tag that Docker leaves out.
whole_name() {
  case $image in
  */*) first=${image%%/*} ;;
  *) first=none ;;
  esac
  case $first in
  *.* | *:* | localhost) name=$image ;;
  none) name=docker.io/library/$image ;;
  *) name=docker.io/$image ;;
  esac
  case ${name##*/} in
  *[:@]*) echo "$name" ;;
  *) echo "$name:latest" ;;
  esac
}

save() { docker save "$image"; }
if is_read_only; then
  case $(docker info --format '{{json .DriverStatus}}') in
  *io.containerd.snapshotter*) save() { moby_ctr images export --local - "$(whole_name)"; } ;;
  *) lend_memory ;;
  esac
fi
if [ $# -eq 0 ]; then
  save
else
  save | tar --delete -f - "$@"
fi
