# Lets a container go on that a round's dump has left paused, because the dump was killed. Waits for a dump under way,
# which has a limit of its own, for a quarter of an hour.
# Arguments: the runtime's root, container ID, the folder that the dumps' folders lie in.
if [ -e "$3/dump.lock" ]; then
  exec 9<"$3/dump.lock" && flock -w 900 9 || exit 1
fi
if runc --root "$1" state "$2" 2>/dev/null | grep -q '"status": "paused"'; then
  runc --root "$1" resume "$2" 9>&-
fi
