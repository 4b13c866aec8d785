# Unpacks a tar stream on a host. Prints the sha256 of the stream as it arrived, once what was in it is on the disk.
# Arguments: `folder` or `file`, its path, a folder for what passes, and one beside the path for a file. A folder is made if it
# is missing, and emptied before; a file, the only entry of its stream, takes the place of what is there.
# What the overlay file system notes for itself of where a file came from is of no use on another host, and in its way.
set -u
LC_ALL=C
export LC_ALL
kind=$1 path=$2 passing=$3/unpack-$$
(umask 077 && mkdir -- "$passing") || exit 1
tidy() {
  rm -rf -- "$passing"
  if [ "$kind" = file ]; then rm -rf -- "$folder"; fi
}
if [ "$kind" = file ]; then folder=$4; else folder=$path; fi
trap tidy EXIT
trap 'exit 1' HUP INT TERM PIPE
mkdir -p -- "$folder" && find "$folder" -mindepth 1 -delete && mkfifo "$passing/copy" || exit 1

sha256sum <"$passing/copy" >"$passing/digest" &
tee "$passing/copy" | tar --extract --file=- --directory="$folder" --same-owner --same-permissions --numeric-owner \
  --delay-directory-restore --acls --xattrs --xattrs-include='*' --xattrs-exclude='trusted.overlay.origin' \
  --xattrs-exclude='trusted.overlay.impure' --xattrs-exclude='trusted.overlay.uuid' || exit 1
wait
if [ "$kind" = file ]; then
  # No pattern of names would find them all.
  find "$folder" -mindepth 1 -maxdepth 1 -type f -exec mv -fT -- {} "$path" \;
  if [ -n "$(find "$folder" -mindepth 1 -print -quit)" ]; then exit 1; fi
fi
sync -f "$path" || exit 1
cut -c 1-64 "$passing/digest"
