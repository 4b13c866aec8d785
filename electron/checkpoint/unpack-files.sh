# Makes the copy of a round's files, on the target, what they were at the pause of a dump: keep-files.sh tells what lies
# beside it. Whatever vanished until then is removed. Safe to repeat.
# Arguments: folder of the dump, a name for passing folders; then for each place its path and how names in it begin, if
# only those count. Fails when nothing was kept, or not of so many places.
# The archive is unpacked in an empty folder beside each place, so that nothing in it can lead anywhere else.
set -u
umask 077
LC_ALL=C
export LC_ALL
folder=$1 passing=$2
shift 2
if [ "$(cat "$folder/kept")" != $(($# / 2)) ]; then
  echo "what was kept of the files is not there" >&2
  exit 1
fi

number=0
while [ $# -gt 0 ]; do
  place=$1 prefix=$2
  shift 2
  names=$folder/kept-$number.names archive=$folder/kept-$number.tar
  number=$((number + 1))
  empty=${place%/*}/$passing
  if [ -e "$names" ]; then mkdir -p -- "$place" || exit 1; fi
  rm -rf -- "$empty"
  mkdir -- "$empty" || exit 1
  tar --extract --file="$archive" --directory="$empty" --same-owner --same-permissions --numeric-owner \
    --delay-directory-restore --acls --xattrs --xattrs-include='*' || exit 1
  if [ -e "$names" ]; then
    from=$empty/ to=$place/
    sort -z "$names" >"$folder/names-then" || exit 1
    if [ -n "$prefix" ]; then
      (cd -- "$place" && find . -maxdepth 1 -type f -name "$prefix*" -printf '%y %p\0')
    else
      (cd -- "$place" && find . -printf '%y %p\0')
    fi | sort -z >"$folder/names-now" || exit 1
    comm -z -13 "$folder/names-then" "$folder/names-now" | sed -z 's/^..//' |
      (cd -- "$place" && xargs -0 -r rm -rf --) || exit 1
    rm -f "$folder/names-then" "$folder/names-now"
  else
    from=$empty/${place##*/} to=$place
    # As it was in the round.
    if [ ! -e "$from" ]; then
      rm -rf -- "$empty"
      continue
    fi
  fi
  rsync -aHAXS -@-1 --numeric-ids --ignore-times --filter='-x trusted.overlay.origin' --filter='-x trusted.overlay.impure' \
    --filter='-x trusted.overlay.uuid' -- "$from" "$to" || exit 1
  rm -rf -- "$empty"
done
