# Dumps a container and leaves it as it was: running for a round or a pre-dump, paused for a dump.
# Arguments: the runtime's root, container ID, folder for the images, folder for CRIU's log, `dump`, `round` or `pre-dump`;
# the name of the folder beside the images with the dump before, if only what changed since is wanted; and the folder of
# an earlier dump to be compared with, which both may be empty; the seconds that the dump may take. One that takes longer
# is ended, here, since nobody else may be there to do it: status 124; and the key of the run, without whose mark on the
# container nothing is done, status 9: a link that was cut may deliver this when the run is over. For a round that keeps
# files beside the dump: for how many hundredths of a second, after the dump, the container stays paused for that; the
# text of keep-files.sh, and its arguments from the third on.
# A round pauses the running container for the dump and lets it go on, also when nobody waits for it any more; it prints
# for how many milliseconds it was paused, and `kept` with those that it took if the files are beside the dump. A pre-dump holds memory alone.
# Prints the size of the images in bytes; after a pre-dump, before that, CRIU's statistics as hexadecimal; and `alike` if
# the earlier dump is laid out alike: the same pages at the same places of the same files.
# On failure the log's end goes to standard error.
# `is_alike` comes from dump-alike.sh, which goes before.
# Network devices belong to the engine, which sets them up anew on the target: --empty-ns network.
root=$1 id=$2 images=$3 work=$4 kind=$5 before=$6 earlier=$7 limit=$8 key=$9
shift 9
# Ends runc with all that it has started, also what is stopped, and kills what is left five seconds later.
within() {
  if command -v timeout >/dev/null; then timeout -k 5 "$limit" "$@"; else "$@"; fi
}
# CRIU thaws a container while it holds its processes: one whose dump was ended midway may be on its way already.
is_paused() { runc --root "$root" state "$id" | grep -q '"status": "paused"'; }
let_go() { runc --root "$root" resume "$id" || ! is_paused; }
may_dump() {
  if [ "$(cat "/run/shiplock/moving/$id" 2>/dev/null)" = "$key" ] && [ -d "${images%/*}" ]; then return; fi
  echo 'the run is over' >&2
  exit 9
}
may_dump
# One dump at a time: a laptop that lost its link may be back before the last one has ended.
exec 9>"${images%/*}/dump.lock" && flock -w "$((limit + 60))" 9 || exit 1
may_dump
rm -rf "$images"
mkdir "$images" && mkdir -p "$work" || exit 1
rm -f "$work/stats-dump" "$work/kept-ended"

checkpoint() {
  set -- --tcp-established --file-locks --ext-unix-sk --empty-ns network --image-path "$images" --work-path "$work"
  if [ -n "$before" ]; then set -- "$@" --parent-path "../$before"; fi
  if [ "$kind" = pre-dump ]; then set -- "$@" --pre-dump; else set -- "$@" --leave-running; fi
  # Holds the lock as well: it would be under way still if this were killed.
  within runc --root "$root" checkpoint "$@" "$id"
}

# The files are kept beside the dump; the container does not stay paused for them for longer than it may.
end_keeping() {
  polls=0
  while [ ! -e "$work/kept-ended" ] && [ $polls -lt "$patience" ]; do
    sleep 0.01
    polls=$((polls + 1))
  done
  # `timeout` takes its whole group with it.
  if [ ! -e "$work/kept-ended" ]; then kill "$keeping" 2>/dev/null; fi
}

if [ "$kind" = round ]; then
  trap '' HUP PIPE
  trap 'exit 1' INT TERM
  trap let_go EXIT
  began=$(date +%s%N)
  within runc --root "$root" pause "$id" 9>&- || exit 1
fi
keeping=
if [ $# -gt 0 ]; then
  patience=$1 text=$2
  shift 2
  timeout 60 sh -c "$text" keep-files "$images" "$work" "$@" >/dev/null 2>"$work/kept.log" 9>&- &
  keeping=$!
fi
if checkpoint; then status=0; else status=$?; fi
if [ -n "$keeping" ]; then end_keeping; fi
# Whoever paused it relies on that, also when the dump failed. Who lets it go says so first, and waits for this to end.
is_to_stay() { grep -Eqs '^(held|promised)' "/run/shiplock/lease/$id/state"; }
if [ "$kind" = dump ] && [ $status -ne 0 ] && is_to_stay && ! is_paused; then runc --root "$root" pause "$id" 9>&-; fi
if [ "$kind" = round ]; then
  trap - EXIT
  let_go || exit 1
  echo "paused $((($(date +%s%N) - began) / 1000000))"
fi
if [ -n "$keeping" ]; then
  wait "$keeping"
  if [ -e "$images/kept" ]; then echo "kept $(cat "$work/kept-ms")"; else rm -f "$images"/kept*; fi
fi
if [ $status -eq 0 ]; then
  if [ "$kind" = pre-dump ]; then echo "statistics $(od -An -v -tx1 "$work/stats-dump" | tr -d ' \n')"; fi
  du -sb "$images" | cut -f 1
  if [ -n "$earlier" ] && is_alike "$earlier" "$images"; then echo alike; fi
else
  grep -E 'Error|Warn' "$work/dump.log" | head -n 40 >&2
  exit $status
fi
