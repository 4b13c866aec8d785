# Succeeds if two dumps of one container are laid out alike, the same pages at the same places of the same files, and
# perl is there to compare them. Arguments: the folders of the two dumps.
old=$1 new=$2
command -v perl >/dev/null || exit 1
for file in "$old"/pagemap-*.img "$new"/pagemap-*.img; do
  name=${file##*/}
  cmp -s "$old/$name" "$new/$name" || exit 1
done
for file in "$old"/pages-*.img "$new"/pages-*.img; do
  name=${file##*/}
  [ "$(stat -c %s "$old/$name")" = "$(stat -c %s "$new/$name")" ] || exit 1
done
