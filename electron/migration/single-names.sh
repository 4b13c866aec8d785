# Leaves each file in these folders one name of those that it has there: a file that has several here may be several files by
# now on the other side, and what is written to one of them would be written to all.
# Arguments: the folders. One that is not there is no failure.
for folder; do
  [ -d "$folder" ] || continue
  # shellcheck disable=SC2016
  find "$folder" ! -type d -links +1 -exec sh -c '
    for name; do
      links=$(stat -c %h -- "$name") || exit 1
      if [ "$links" -gt 1 ]; then rm -f -- "$name" || exit 1; fi
    done' single-names {} + || exit 1
done
