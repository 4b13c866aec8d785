# Runs a command with its output compressed, or its input decompressed. Fails as the command or the compressor does.
#   pack KIND COMMAND...     COMMAND | KIND
#   unpack KIND COMMAND...   KIND -d | COMMAND
way=$1 kind=$2
shift 2
case $kind in
zstd) level=-1 ;;
lz4) level=-1 ;;
*) exit 2 ;;
esac
# A pipeline's status is its last command's alone: each side says its own.
exec 3>&1
if [ "$way" = pack ]; then
  statuses=$({
    { "$@" 3>&- 4>&-; echo "$?" >&4; } | { "$kind" -q "$level" -c 4>&- >&3 3>&-; echo "$?" >&4; }
  } 4>&1)
else
  statuses=$({
    { "$kind" -q -d -c 3>&- 4>&-; echo "$?" >&4; } | { "$@" 4>&- >&3 3>&-; echo "$?" >&4; }
  } 4>&1)
fi
for status in $statuses; do [ "$status" = 0 ] || exit "$status"; done
[ "$(echo "$statuses" | wc -l)" = 2 ]
