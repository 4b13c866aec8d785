# What lies at each path on this host. Arguments: the paths.
# A line for each, in their order:
#   KIND EMPTY BYTES FSTYPE DEVICE
# KIND: folder, file, socket, device, missing. EMPTY: yes or no. BYTES: disk space its contents take.
# FSTYPE and DEVICE: of the mounted file system that holds it, or would. DEVICE ends the line.
for path; do
  empty=no bytes=0
  if [ -d "$path" ]; then
    kind=folder
    [ -z "$(find "$path" -mindepth 1 -maxdepth 1 -print -quit 2>/dev/null)" ] && empty=yes
  elif [ -f "$path" ]; then
    kind='file'
  elif [ -S "$path" ]; then
    kind=socket
  elif [ -e "$path" ]; then
    kind=device
  else
    kind=missing
  fi
  if [ "$kind" = folder ] || [ "$kind" = file ]; then
    # du repeats the path, which may be of several lines.
    bytes=$(du -s -B 1 -- "$path" 2>/dev/null | head -n 1 | cut -f 1)
  fi
  # The nearest folder above that exists tells where a missing path would lie.
  place=$path
  # Not by `dirname`: it would lose the newlines that a name may end with.
  while [ ! -e "$place" ] && [ "$place" != / ]; do
    case $place in
    /*/*) place=${place%/*} ;;
    *) place=/ ;;
    esac
  done
  printf '%s %s %s %s\n' "$kind" "$empty" "${bytes:-0}" "$(findmnt -n -o FSTYPE,SOURCE --target "$place" | head -n 1 | tr -s ' ')"
done
