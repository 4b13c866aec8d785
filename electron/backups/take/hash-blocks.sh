# Prints, for each block of a file, the first 16 bytes of its SHA-256 as 32 hexadecimal digits, a line each: the laptop then
# asks only for blocks that it lacks. The last block may be shorter.
# Arguments: the file; bytes of a block, of which a mebibyte holds a whole number; a folder for passing files.
# Some mebibytes at a time are cut into files, since one process for all of them hashes a hundred times as fast as one for each.
set -u
LC_ALL=C
export LC_ALL
file=$1 block=$2 folder=$3
window=32
mkdir -p "$folder" || exit 1
trap 'rm -rf "$folder"' EXIT
mebibytes=$((($(stat -c %s -- "$file") + 1048575) / 1048576))
at=0
while [ $at -lt $mebibytes ]; do
  dd if="$file" bs=1048576 skip=$at count=$window status=none | (cd "$folder" && split -b "$block" -a 5 - b) || exit 1
  (cd "$folder" && sha256sum b* | cut -c 1-32 && rm -f b*) || exit 1
  at=$((at + window))
done
