# Dumps a container and leaves it as it was, running or paused.
# Arguments: the runtime's root, container ID, folder for the images, folder for CRIU's log.
# Prints the size of the images in bytes. On failure the log's end goes to standard error.
# Network devices belong to the engine, which sets them up anew on the target: --empty-ns network.
root=$1 id=$2 images=$3 work=$4
rm -rf "$images"
mkdir -p "$images" "$work" || exit 1
if runc --root "$root" checkpoint --leave-running --tcp-established --file-locks --ext-unix-sk --empty-ns network \
  --image-path "$images" --work-path "$work" "$id"; then
  du -sb "$images" | cut -f 1
else
  status=$?
  grep -E 'Error|Warn' "$work/dump.log" | head -n 40 >&2
  exit $status
fi
