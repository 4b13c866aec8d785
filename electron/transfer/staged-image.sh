# An image's archive as a file in a run's own folder on a host's disk.
# room FOLDER             makes the folder; prints how many bytes an archive in it may have, this one included
# make FOLDER COMMAND...  keeps what the command prints as the archive, whole or not at all; does nothing if it is there
# load FOLDER COMMAND...  gives the archive to the command
# remove FOLDER
umask 077
way=$1 folder=$2
shift 2
case $way in
room)
  mkdir -p "$folder" || exit 1
  here=$(du -sk "$folder" | cut -f 1)
  df -Pk "$folder" | awk -v here="$here" 'NR == 2 { printf "%.0f\n", ($4 + here) * 1024 }'
  ;;
make)
  [ -e "$folder/archive" ] && exit 0
  "$@" >"$folder/unfinished" && sync "$folder/unfinished" && mv "$folder/unfinished" "$folder/archive"
  ;;
load)
  "$@" <"$folder/archive"
  ;;
remove)
  rm -rf -- "$folder"
  rmdir -- "${folder%/*}" 2>/dev/null || true
  ;;
esac
