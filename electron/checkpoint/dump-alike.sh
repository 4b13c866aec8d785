# is_alike OLD NEW: succeeds if two dumps of one container, in these folders, are laid out alike: the same pages at the
# same places of the same files, and nothing but files.
is_alike() {
  for file in "$1"/pagemap-*.img "$2"/pagemap-*.img; do
    name=${file##*/}
    cmp -s "$1/$name" "$2/$name" || return 1
  done
  for file in "$1"/pages-*.img "$2"/pages-*.img; do
    name=${file##*/}
    [ "$(stat -c %s "$1/$name")" = "$(stat -c %s "$2/$name")" ] || return 1
  done
  [ -z "$(find "$2" -mindepth 1 ! -type f)" ]
}
