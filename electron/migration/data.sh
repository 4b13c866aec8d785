# A place for data on the target, made and taken away again.
# make folder|file PATH      does nothing when it is there
# remove PATH                with what it holds
case $1 in
make)
  mkdir -p -- "$(dirname -- "$3")" || exit 1
  if [ -e "$3" ]; then exit 0; fi
  if [ "$2" = folder ]; then mkdir -- "$3"; else : >"$3"; fi
  ;;
remove)
  rm -rf -- "$2"
  ;;
esac
