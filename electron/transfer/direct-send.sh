# On the source: runs a command whose output goes over the open connection to direct-join.sh, and back if asked for.
# Prints how far it is, as dd does, and at the end `command STATUS` and `route STATUS`.
# Arguments: FOLDER TICKET one-way|both-ways COMMAND...
folder=$1 ticket=$2 ways=$3
shift 3
back=/dev/null words=$folder/$ticket.words
if [ "$ways" = both-ways ]; then
  back=$folder/$ticket.back
  mkfifo "$back" || exit 1
fi
exec 3>&1 </dev/null
# Without the open connection ssh must not look for another way: ProxyCommand.
# What it says goes to a file: it makes its error output non-blocking, which would be the command's too.
{
  "$@" <"$back" 3>&-
  echo "command $?" >&3
} | dd bs=131072 status=progress 2>&3 | {
  ssh -F /dev/null -S "$folder/control" -o ControlMaster=no -o ProxyCommand=false -o BatchMode=yes -T -a -x \
    shiplock-target "$ticket" >"$back" 2>"$words" 3>&-
  echo "route $?" >&3
}
cat "$words" >&2
rm -f "$words" "$folder/$ticket.back"
