# Writes an archive of a place to standard output while the container runs: of the names on standard input, each ended by a zero
# byte, or of the place itself if it is a file. What vanishes or changes meanwhile is no failure: the freeze has the last word.
# Arguments: the folder or file.
LC_ALL=C
export LC_ALL
archive() {
  tar --create --file=- --format=posix --numeric-owner --sparse --acls --xattrs --xattrs-include='*' \
    --warning=no-file-changed --warning=no-file-removed --warning=no-file-ignored --ignore-failed-read "$@"
  # Status 1: files changed while they were read.
  status=$?
  [ "$status" -le 1 ]
}
if [ -d "$1" ]; then
  cd -- "$1" && archive --null --no-recursion --verbatim-files-from --files-from=-
else
  cat >/dev/null
  cd -- "${1%/*}/" && archive -- "${1##*/}"
fi
