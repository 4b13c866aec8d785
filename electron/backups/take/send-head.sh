# Writes how an archive of one file begins to standard output: all that belongs to it, and a little of its bytes.
# Arguments: the folder, and the file's path in it.
LC_ALL=C
export LC_ALL
cd -- "$1" || exit 1
tar --create --file=- --format=posix --numeric-owner --sparse --acls --xattrs --xattrs-include='*' --no-recursion \
  -- "./$2" 2>/dev/null | head -c 32768
