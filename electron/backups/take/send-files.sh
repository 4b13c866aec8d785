# Writes an archive of a place to standard output while the container runs: of the names on standard input, each ended by a zero
# byte, or of the place itself if it is a file. What vanishes or changes meanwhile is no failure: the freeze has the last word.
# What cannot be read is one: nobody would know what of it is missing.
# Arguments: the folder or file.
LC_ALL=C
export LC_ALL
archive() {
  exec 4>&1
  words=$(
    {
      tar --create --file=- --format=posix --numeric-owner --sparse --acls --xattrs --xattrs-include='*' \
        --warning=no-file-changed --warning=no-file-removed --warning=no-file-ignored "$@" >&4 4>&-
      echo "status $?"
    } 2>&1
  )
  # Status 1: files changed while they were read. 2: among others, files were not there any more.
  case $words in
  *'status 0' | *'status 1') return 0 ;;
  *'status 2') ;;
  *)
    echo "$words" >&2
    return 1
    ;;
  esac
  others=$(echo "$words" | grep -v -e ': No such file or directory$' -e 'Exiting with failure status' -e '^status 2$')
  [ -z "$others" ] && return 0
  echo "$others" >&2
  return 1
}
if [ -d "$1" ]; then
  cd -- "$1" && archive --null --no-recursion --verbatim-files-from --files-from=-
else
  cat >/dev/null
  cd -- "${1%/*}/" && archive -- "${1##*/}"
fi
