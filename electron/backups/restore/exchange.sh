# What has arrived beside something takes its place, and what was there stays beside it.
# forward LIVE ARRIVED REPLACED
# back LIVE ARRIVED REPLACED     does nothing where nothing was exchanged
# adopt REPLACED FOLDER          what was replaced becomes the contents of that empty folder
# drop REPLACED                  if it holds nothing; prints `kept` otherwise
# Renames alone, each of which is done or not: which of the names are there tells how far it came. Safe to repeat.
set -u
is_there() { [ -e "$1" ] || [ -L "$1" ]; }
case $1 in
forward)
  live=$2 arrived=$3 replaced=$4
  if ! is_there "$arrived"; then
    is_there "$replaced"
    exit
  fi
  if ! is_there "$replaced"; then
    if mountpoint -q "$live"; then
      echo "$live is a mount of its own and cannot be renamed" >&2
      exit 1
    fi
    mv -T -- "$live" "$replaced" || exit 1
  fi
  mv -T -- "$arrived" "$live" && sync -f "$live"
  ;;
back)
  live=$2 arrived=$3 replaced=$4
  is_there "$replaced" || exit 0
  if is_there "$live" && ! is_there "$arrived"; then mv -T -- "$live" "$arrived" || exit 1; fi
  if ! is_there "$live"; then mv -T -- "$replaced" "$live" && sync -f "$live"; fi
  ;;
adopt)
  is_there "$2" || exit 0
  rmdir -- "$3" && mv -T -- "$2" "$3"
  ;;
drop)
  if is_there "$2" && ! rmdir -- "$2" 2>/dev/null; then echo kept; fi
  ;;
esac
