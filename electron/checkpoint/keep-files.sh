# Keeps, beside the dump of a paused container, what changed in its files since the last round of them, and the names that
# exist: with that round's copy and the dump, the container as it is at this moment. Runs beside the dump.
# Arguments: folder of the dump, folder for notes, most bytes, seconds of the clock when that round began; then for each
# place its path and how names in it begin, if only those count.
# Names in the file also-N among the notes, each ended by a zero byte, are kept of place N whether they changed or not.
# Leaves kept-N.names and kept-N.tar for place N, and at the very end the file `kept` with the number of places: without
# it there is nothing; and kept-N.still with the names of also-N that had not changed. Among the notes it leaves kept-ms, the
# milliseconds that the archives took, and the file `kept-ended` when it ends by itself.
set -u
LC_ALL=C
export LC_ALL
folder=$1 notes=$2 most=$3 since=$4
shift 4
trap ': >"$notes/kept-ended"' EXIT
# A clock that was set back since tells nothing of what changed.
[ "$(date +%s)" -ge "$since" ] || exit 1
# Something may have changed within the same tick of the clock.
since=@$((since - 2))

number=0 ns=0
while [ $# -gt 0 ]; do
  path=$1 prefix=$2
  shift 2
  names=$folder/kept-$number.names changed=$notes/kept-changed archive=$folder/kept-$number.tar
  if [ ! -d "$path" ]; then
    cd -- "${path%/*}/" || exit 1
    find "./${path##*/}" -newerct "$since" -print0 >"$changed" || exit 1
  elif [ -n "$prefix" ]; then
    cd -- "$path" || exit 1
    find . -maxdepth 1 -type f -name "$prefix*" -fprintf "$names" '%y %p\0' -newerct "$since" -print0 >"$changed" || exit 1
  else
    cd -- "$path" || exit 1
    # All folders, for what belongs to them: the archive is unpacked in an empty place.
    find . -type d -name 'cr-tmpfs.??????' -prune -o -fprintf "$names" '%y %p\0' \( -type d -o -newerct "$since" \) -print0 >"$changed" || exit 1
    if [ -s "$notes/also-$number" ]; then
      still=$folder/kept-$number.still
      # What is gone is a failure to find, and none here. $@ and $0 are those of the inner shell.
      # shellcheck disable=SC2016
      xargs -0 sh -c 'find "$@" -maxdepth 0 ! -newerct "$0" -print0' "$since" <"$notes/also-$number" >"$still" 2>/dev/null
      cat "$still" >>"$changed" || exit 1
    fi
  fi
  began=$(date +%s%N)
  {
    tar --create --file=- --format=posix --numeric-owner --sparse --acls --xattrs --xattrs-include='*' \
      --null --no-recursion --verbatim-files-from --files-from="$changed"
    echo "$?" >"$notes/kept-status"
  } | head -c $((most + 1)) >"$archive" || exit 1
  [ "$(cat "$notes/kept-status")" = 0 ] || exit 1
  ns=$((ns + $(date +%s%N) - began))
  most=$((most - $(stat -c %s "$archive")))
  if [ -e "$names" ]; then most=$((most - $(stat -c %s "$names"))); fi
  [ "$most" -ge 0 ] || exit 1
  number=$((number + 1))
done
echo "$((ns / 1000000))" >"$notes/kept-ms"
echo "$number" >"$folder/kept"
