# rsync's sending side, with this shell's own input and output as its connection to the receiving side.
# Arguments: those of rsync, up to and including the source; the destination is of no account.
# rsync waits for its remote shell to end before it closes anything; so, like ssh, this one ends when the other side does.
exec 3<&0 4>&1 </dev/null
exec rsync --rsh="sh -c 'exec 5<&0; cat <&5 >&4 2>/dev/null & cat <&3; kill \$! 2>/dev/null' relay" "$@" shiplock:/ >/dev/null
