# A place for data on the target, made and taken away again.
# above PATH                 prints how many of the folders above it are not there
# make folder|file PATH      does nothing when it is there
# remove PATH                with what it holds
# remove-empty PATH          if it is a folder that holds nothing
# `dirname` in a command substitution would lose the newlines that a folder's name may end with.
case $1 in
above)
  place=$2 count=0
  while place=${place%/*} && [ -n "$place" ] && [ ! -e "$place" ]; do count=$((count + 1)); done
  echo "$count"
  ;;
make)
  folder=${3%/*}
  mkdir -p -- "${folder:-/}" || exit 1
  if [ -e "$3" ]; then exit 0; fi
  if [ "$2" = folder ]; then mkdir -- "$3"; else : >"$3"; fi
  ;;
remove)
  rm -rf -- "$2"
  ;;
remove-empty)
  rmdir -- "$2" 2>/dev/null || true
  ;;
esac
