#!/bin/sh
# Moves a container by hand, as one can today with Docker's own checkpoints. Runs on the source, as root.
#   peer-docker.sh CONTAINER VOLUME TARGET CREATE_ARGS...
# CREATE_ARGS: what the container was created with. The image is on the target already.
# Done fairly: whatever can be done before the freeze is. The connection is open, the container created on the target and
# the volume copied; in the freeze, checkpoint and volume travel side by side. Nothing is compressed, and the cipher is
# the fastest. The checkpoint lies where Docker puts it: `docker start` takes it from nowhere else.
set -eu
container=$1
volume=$2
target=$3
shift 3
folder=/var/lib/docker
export RSYNC_RSH='ssh -c aes128-gcm@openssh.com -o ControlMaster=auto -o ControlPath=/run/peer-%C -o ControlPersist=60'

# there COMMAND...: on the target.
there() {
  # shellcheck disable=SC2029,SC2086 # words on both sides, on purpose
  $RSYNC_RSH "root@$target" "$@"
}

sync_volume() {
  rsync -a --delete "$folder/volumes/$volume/_data/" "root@$target:$folder/volumes/$volume/_data/"
}

id=$(docker inspect --format '{{.Id}}' "$container")
created=$(there docker create "$@")
there mkdir -p "$folder/containers/$created/checkpoints"
sync_volume

docker checkpoint create "$container" move >/dev/null
sync_volume &
volume_sync=$!
rsync -a "$folder/containers/$id/checkpoints/move" "root@$target:$folder/containers/$created/checkpoints/"
wait "$volume_sync"
there docker start --checkpoint move "$created" >/dev/null

docker rm "$container" >/dev/null
docker volume rm "$volume" >/dev/null
there -O exit 2>/dev/null
