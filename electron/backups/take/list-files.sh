# Lists what is in a place while the container runs, for the laptop to tell what changed since an earlier restore point.
# Arguments: the folder or file. Prints, each ended by a zero byte: kind as `find` has it, size, number of names, inode, seconds and
# fraction of the last change of the inode, and the path from the place on, which is empty for the place itself. What vanishes meanwhile is
# left out.
LC_ALL=C
export LC_ALL
if [ -d "$1" ]; then
  cd -- "$1" || exit 1
  find . -type d -name 'cr-tmpfs.??????' -prune -o -printf '%y %s %n %i %C@ %P\0'
else
  cd -- "${1%/*}/" || exit 1
  find "./${1##*/}" -printf '%y %s %n %i %C@ \0'
fi
# A folder that vanished is a failure to find, and none here.
exit 0
