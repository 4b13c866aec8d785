# Dumps a container and leaves it as it was, running or paused.
# Arguments: the runtime's root, container ID, folder for the images, folder for CRIU's log; and, if there is one, the
# folder of an earlier dump.
# Prints the size of the images in bytes, and `alike` if the earlier dump is laid out alike: the same pages at the same
# places of the same files. On failure the log's end goes to standard error.
# `is_alike` comes from dump-alike.sh, which goes before.
# Network devices belong to the engine, which sets them up anew on the target: --empty-ns network.
root=$1 id=$2 images=$3 work=$4 earlier=${5:-}
rm -rf "$images"
mkdir -p "$images" "$work" || exit 1
if runc --root "$root" checkpoint --leave-running --tcp-established --file-locks --ext-unix-sk --empty-ns network \
  --image-path "$images" --work-path "$work" "$id"; then
  du -sb "$images" | cut -f 1
  if [ -n "$earlier" ] && is_alike "$earlier" "$images"; then echo alike; fi
else
  status=$?
  grep -E 'Error|Warn' "$work/dump.log" | head -n 40 >&2
  exit $status
fi
