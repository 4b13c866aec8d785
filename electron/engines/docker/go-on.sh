# Lets a paused container go on, also while dockerd does not answer; fails until Docker knows of it too. Does nothing for
# one that is not paused, or gone. The policy of one on a disk that became read-only stays as it is.
# $1: the runtime's root; $2: container ID; $3: its restart policy, as `docker update` takes it, or nothing to leave it.
# `moby_ctr` runs ctr on Docker's containerd.
is_paused() { runc --root "$1" state "$2" 2>/dev/null | grep -q '"status": "paused"'; }
if known=$(timeout 20 docker ps --all --no-trunc --filter "id=$2" --format '{{.State}}' 2>/dev/null); then
  if [ "$known" = paused ]; then
    # Let go on behind Docker's back, earlier: Docker can do it only for a container that is paused.
    is_paused "$1" "$2" || runc --root "$1" pause "$2"
    timeout 20 docker unpause "$2" >/dev/null
  fi
else
  known=unknown
fi
if is_paused "$1" "$2"; then moby_ctr tasks resume "$2" || runc --root "$1" resume "$2"; fi
if is_paused "$1" "$2" || [ "$known" = unknown ]; then exit 1; fi
# Not one that it has: on a disk that became read-only Docker could not be told.
has_policy() {
  policy=$(timeout 20 docker inspect --format '{{.HostConfig.RestartPolicy.Name}}:{{.HostConfig.RestartPolicy.MaximumRetryCount}}' "$1")
  [ "${policy%:0}" = "$2" ]
}
if [ -n "$known" ] && [ -n "$3" ] && ! has_policy "$2" "$3"; then
  words=$(timeout 20 docker update --restart "$3" "$2" 2>&1) ||
    case $words in *'read-only file system'*) echo "$words" >&2 ;; *) exit 1 ;; esac
fi
