# Keeps, beside the dump of a paused container, what changed in its files since the last round of them, and the names that
# exist: with that round's copy and the dump, the container as it is at this moment. Runs beside the dump.
# Arguments: folder of the dump, folder for notes, most bytes, seconds of the clock when that round began; then for each
# place its path and how names in it begin, if only those count.
# Leaves kept-N.names and kept-N.tar for place N, and at the very end the file `kept` with the number of places: without
# it there is nothing. Makes the file `kept-ended` among the notes when it ends by itself.
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

number=0
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
  fi
  {
    tar --create --file=- --format=posix --numeric-owner --sparse --acls --xattrs --xattrs-include='*' \
      --null --no-recursion --verbatim-files-from --files-from="$changed"
    echo "$?" >"$notes/kept-status"
  } | head -c $((most + 1)) >"$archive" || exit 1
  [ "$(cat "$notes/kept-status")" = 0 ] || exit 1
  most=$((most - $(stat -c %s "$archive")))
  if [ -e "$names" ]; then most=$((most - $(stat -c %s "$names"))); fi
  [ "$most" -ge 0 ] || exit 1
  number=$((number + 1))
done
echo "$number" >"$folder/kept"
