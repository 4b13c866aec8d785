# On the target: runs a command between the pipes of one transfer; direct-join.sh is at their other ends.
# Arguments: FOLDER TICKET one-way|both-ways COMMAND...
pipe=$1/$2 ways=$3
shift 3
if [ "$ways" = both-ways ]; then
  # This one first: the other is what direct-join.sh waits for.
  mkfifo -m 666 "$pipe.out" && mkfifo -m 666 "$pipe.in" || exit 1
  "$@" <"$pipe.in" >"$pipe.out"
else
  mkfifo -m 666 "$pipe.in" || exit 1
  "$@" <"$pipe.in" >/dev/null
fi
status=$?
rm -f "$pipe.in" "$pipe.out"
exit $status
