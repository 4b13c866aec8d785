# The far end of the direct route, and all that the run's key lets its holder do: for a ticket, copy between the
# connection and the pipes that a transfer has made here under that name.
# Status: 65 no ticket, 66 there is no such transfer.
cd "${0%/*}" || exit 65
ticket=${SSH_ORIGINAL_COMMAND-}
case $ticket in
hold)
  # Keeps the connection open for as long as the near end wants it.
  echo open
  exec cat >/dev/null
  ;;
'' | *[!a-z0-9]*) exit 65 ;;
esac

turn=0
until [ -p "$ticket.in" ]; do
  [ "$turn" -lt 200 ] || exit 66
  sleep 0.05 2>/dev/null || sleep 1
  turn=$((turn + 1))
done

exec 3<&0 </dev/null
if [ -p "$ticket.out" ]; then
  # Like ssh, this one ends when the receiver does.
  cat <&3 >"$ticket.in" 2>/dev/null &
  cat <"$ticket.out"
  status=$?
  kill $! 2>/dev/null
  exit $status
fi
# A receiver may end well before it has read everything; the sender is not to notice.
cat <&3 >"$ticket.in" 2>/dev/null || cat <&3 >/dev/null
exit
