# Keeps, beside the dump of a paused container, what changed in its files since the last round of them, and the names that
# exist: with that round's copy and the dump, the container as it is at this moment. Runs beside the dump.
# Arguments: folder of the dump, folder for notes, most bytes, seconds of the clock when that round began; of how many bytes a
# file is large, empty for none; a folder for clones, on the files' own file system if there are to be any, or empty; then for
# each place its path and how names in it begin, if only those count.
# Names in the file also-N among the notes, each ended by a zero byte, are kept of place N whether they changed or not.
# Leaves kept-N.names and kept-N.tar for place N, and at the very end the file `kept` with the number of places: without
# it there is nothing; and kept-N.still with the names of also-N that had not changed. Among the notes it leaves kept-ms, the
# milliseconds that the copying took, and the file `kept-ended` when it ends by itself.
# Large files are not in kept-N.tar. kept-N.large lists them, each ended by a zero byte: `clone` or `copy`, inode, path.
# kept-N-INODE.head is how an archive of it begins, with all that belongs to it; its bytes are the clone N-INODE, which
# takes neither time nor room, or on a file system that has no clones kept-N-INODE.copy.
set -u
umask 077
LC_ALL=C
export LC_ALL
folder=$1 notes=$2 most=$3 since=$4 large=${5:-9223372036854775807} clones=$6
shift 6
trap ': >"$notes/kept-ended"' EXIT
# A clock that was set back since tells nothing of what changed.
[ "$(date +%s)" -ge "$since" ] || exit 1
# Something may have changed within the same tick of the clock.
since=@$((since - 2))

# Arguments: number of the place, folder of the dump, folder for clones, folder for notes; then files, `INODE BLOCKS PATH`.
# shellcheck disable=SC2016 # it is for a shell of its own
keep_large='
number=$1 folder=$2 clones=$3 notes=$4
shift 4
for file; do
  inode=${file%% *} rest=${file#* }
  bytes=$((${rest%% *} * 512)) path=${rest#* }
  tar --create --file=- --format=posix --numeric-owner --sparse --acls --xattrs --xattrs-include=\* \
    -- "$path" 2>/dev/null | head -c 32768 >"$folder/kept-$number-$inode.head" || exit 1
  kind=clone
  if ! cp --reflink=always -- "$path" "$clones/$number-$inode" 2>/dev/null; then
    kind=copy
    rm -f "$clones/$number-$inode"
    room=$(($(cat "$notes/kept-room") - bytes))
    [ "$room" -ge 0 ] || exit 1
    echo "$room" >"$notes/kept-room"
    cp -- "$path" "$folder/kept-$number-$inode.copy" || exit 1
  fi
  printf "%s %s %s\0" "$kind" "$inode" "$path" >>"$folder/kept-$number.large"
done
'
if [ -n "$clones" ]; then
  rm -rf -- "$clones"
  # On a disk that is read-only, everything is copied.
  mkdir -p -- "$clones" 2>/dev/null
fi

# CRIU makes a folder in the container's /tmp for a moment, to which tar says the same as to a change of the container's.
read_whole() {
  case $(cat "$notes/kept-status") in
  0) ;;
  1) ! grep -Evq '^tar: \.(/tmp)?: file changed as we read it$|: socket ignored$' "$notes/kept-words" ;;
  *) false ;;
  esac
}

number=0 ns=0
while [ $# -gt 0 ]; do
  path=$1 prefix=$2
  shift 2
  names=$folder/kept-$number.names changed=$notes/kept-changed archive=$folder/kept-$number.tar larger=$notes/kept-larger
  : >"$larger"
  if [ ! -d "$path" ]; then
    cd -- "${path%/*}/" || exit 1
    find "./${path##*/}" -newerct "$since" -print0 >"$changed" || exit 1
  elif [ -n "$prefix" ]; then
    cd -- "$path" || exit 1
    find . -maxdepth 1 -type f -name "$prefix*" -fprintf "$names" '%y %p\0' -newerct "$since" -print0 >"$changed" || exit 1
  else
    cd -- "$path" || exit 1
    # All folders, for what belongs to them: the archive is unpacked in an empty place.
    find . -type d -name 'cr-tmpfs.??????' -prune -o -fprintf "$names" '%y %p\0' \( \
      -type f -links 1 -size "+${large}c" -newerct "$since" -fprintf "$larger" '%i %b %p\0' -o \
      \( -type d -o -newerct "$since" \) -print0 \) >"$changed" || exit 1
    if [ -s "$notes/also-$number" ]; then
      still=$folder/kept-$number.still
      # $@ and $0 are those of the inner shells.
      # shellcheck disable=SC2016
      {
        # What is gone is a failure to find, and none here.
        xargs -0 sh -c 'find "$@" -maxdepth 0 ! -newerct "$0" -print0' "$since" <"$notes/also-$number" >"$still" 2>/dev/null
        xargs -0 -r sh -c 'find "$@" -maxdepth 0 -type f -links 1 -size "+${0}c" -printf "%i %b %p\0"' "$large" \
          <"$still" >>"$larger" || exit 1
        xargs -0 -r sh -c 'find "$@" -maxdepth 0 ! \( -type f -links 1 -size "+${0}c" \) -print0' "$large" \
          <"$still" >>"$changed" || exit 1
      }
    fi
  fi
  began=$(date +%s%N)
  if [ -s "$larger" ]; then
    echo "$most" >"$notes/kept-room"
    xargs -0 sh -c "$keep_large" keep-large "$number" "$folder" "$clones" "$notes" <"$larger" || exit 1
    most=$(cat "$notes/kept-room")
  fi
  {
    tar --create --file=- --format=posix --numeric-owner --sparse --acls --xattrs --xattrs-include='*' \
      --null --no-recursion --verbatim-files-from --files-from="$changed" 2>"$notes/kept-words"
    echo "$?" >"$notes/kept-status"
  } | head -c $((most + 1)) >"$archive" || exit 1
  read_whole || exit 1
  ns=$((ns + $(date +%s%N) - began))
  most=$((most - $(stat -c %s "$archive")))
  if [ -e "$names" ]; then most=$((most - $(stat -c %s "$names"))); fi
  [ "$most" -ge 0 ] || exit 1
  number=$((number + 1))
done
echo "$((ns / 1000000))" >"$notes/kept-ms"
echo "$number" >"$folder/kept"
