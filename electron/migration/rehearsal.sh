# A rehearsal of the freeze: dumps the container as a round would, throws the dump away, and leaves nothing behind, whatever
# becomes of whoever asked for it.
# Arguments: the texts of lease.sh, workspace.sh, the dump's script and dump-end.sh; the runtime's root, container ID, a key that
# begins with `rehearsal-`, the bytes that the dump may come to, and the seconds that it may take.
# Prints what the dump's script prints of a round, and exits as it does. Status 9: another run has marked the container;
# its key is on standard output.
set -u
lease=$1 workspace=$2 dump=$3 dump_end=$4
shift 4
root=$1 id=$2 key=$3 bytes=$4 limit=$5
disk=/var/lib/shiplock marks=/run/shiplock/moving

# Of a rehearsal whose host lost its power: only what lies in memory has gone by itself.
for old in "$disk"/rehearsal-*; do
  [ -d "$old" ] || continue
  grep -qsx "${old##*/}" "$marks"/* || rm -rf "$old"
done

end() {
  # A dump that was killed, for want of memory for instance, leaves the container paused.
  if [ -n "$folder" ]; then sh -c "$dump_end" dump-end "$root" "$id" "$folder"; fi
  sh -c "$workspace" workspace close "$key"
  sh -c "$lease" lease unmark "$id" "$key"
}
folder=
trap '' HUP PIPE
sh -c "$lease" lease mark "$id" "$key" || exit
trap end EXIT
trap 'exit 1' INT TERM
folder=$(sh -c "$workspace" workspace open "$key" "$bytes") || exit 1
sh -c "$dump" dump "$root" "$id" "$folder/images" "$folder/log" round '' '' "$limit" "$key"
