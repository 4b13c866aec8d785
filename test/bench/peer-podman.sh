#!/bin/sh
# Moves a container as one can today with Podman's export of a checkpoint. Runs on the source, as root.
#   peer-podman.sh CONTAINER VOLUME TARGET COMPRESSION
# COMPRESSION: of the checkpoint, none or zstd. The image is on the target already.
# Done fairly: whatever can be done before the freeze is. The connection is open and the volume copied; in the freeze,
# checkpoint and volume travel side by side. The checkpoint lies in memory (tmpfs) at both ends, and the cipher is the
# fastest. A checkpoint before the last one (--pre-checkpoint) wants a kernel that tracks dirty pages.
set -eu
container=$1
volume=$2
target=$3
compression=$4
folder=/var/lib/containers/storage/volumes/$volume/_data
checkpoint=/dev/shm/peer-$container.tar
export RSYNC_RSH='ssh -c aes128-gcm@openssh.com -o ControlMaster=auto -o ControlPath=/run/peer-%C -o ControlPersist=60'

# there COMMAND...: on the target.
there() {
  # shellcheck disable=SC2029,SC2086 # words on both sides, on purpose
  $RSYNC_RSH "root@$target" "$@"
}

sync_volume() {
  rsync -a --delete "$folder/" "root@$target:$folder/"
}

there podman volume create "$volume" >/dev/null
sync_volume

podman container checkpoint --export "$checkpoint" --compress "$compression" --ignore-volumes "$container" >/dev/null
sync_volume &
volume_sync=$!
rsync -a --whole-file "$checkpoint" "root@$target:$checkpoint"
wait "$volume_sync"
there podman container restore --import "$checkpoint" --ignore-volumes >/dev/null

there rm "$checkpoint"
rm "$checkpoint"
podman rm "$container" >/dev/null
podman volume rm "$volume" >/dev/null
there -O exit 2>/dev/null
