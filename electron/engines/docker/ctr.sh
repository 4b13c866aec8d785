# Runs ctr on the containerd that dockerd uses: the one it started itself, or the system's.
# Arguments: those of ctr.
for socket in /run/docker/containerd/containerd.sock /var/run/docker/containerd/containerd.sock /run/containerd/containerd.sock; do
  if [ -S "$socket" ]; then
    exec ctr --address "$socket" --namespace moby "$@"
  fi
done
echo "no containerd socket found" >&2
exit 1
