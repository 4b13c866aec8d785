# Lets one key into a user's account, for one command and for ten minutes, and takes it away again.
# add USER KEY PUBLIC FOLDER   the key may do nothing but run FOLDER/join as the far end of the direct route
# remove USER KEY              does nothing when it is not there
# The file is replaced as a whole, so that no crash can leave half of it. How much of the way to it had to be made stands
# at the end of the line.
set -eu
umask 077
user=$2 mark=shiplock-route-$3
home=$(getent passwd "$user" | cut -d : -f 6)
folder=$home/.ssh
keys=$folder/authorized_keys

# Two runs at once take turns, where the host has flock.
lock() {
  exec 9<"$folder"
  flock -w 10 9 2>/dev/null || true
}

case $1 in
add)
  made='nothing'
  if [ ! -e "$keys" ]; then made='file'; fi
  if [ ! -d "$folder" ]; then
    made='folder'
    mkdir "$folder"
    chown "$user:" "$folder"
  fi
  lock
  # As the host's own clock has it, and in its own time zone: so sshd compares.
  until=$(date -d "@$(($(date +%s) + 600))" +%Y%m%d%H%M%S)
  if [ "$made" = nothing ]; then
    keys=$(readlink -f "$keys")
    cp -a "$keys" "$keys.$mark"
    # The last line may lack its end.
    if [ -n "$(tail -c 1 "$keys")" ]; then echo >>"$keys.$mark"; fi
  else
    : >"$keys.$mark"
    chown "$user:" "$keys.$mark"
  fi
  command="exec env SHIPLOCK_ROUTE_END=$3 sh $5/join"
  echo "restrict,expiry-time=\"$until\",command=\"$command\" $4 $mark-$made" >>"$keys.$mark"
  mv -f "$keys.$mark" "$keys"
  ;;
remove)
  [ -e "$keys" ] || exit 0
  lock
  keys=$(readlink -f "$keys")
  rm -f "$keys.$mark"
  made=$(sed -n "s/.* $mark-//p" "$keys" | head -n 1)
  [ -n "$made" ] || exit 0
  cp -a "$keys" "$keys.$mark"
  sed "/ $mark-[a-z]*\$/d" "$keys" >"$keys.$mark"
  if [ "$made" != nothing ] && [ ! -s "$keys.$mark" ]; then
    rm -f "$keys" "$keys.$mark"
    if [ "$made" = folder ]; then rmdir "$folder" 2>/dev/null || true; fi
  else
    mv -f "$keys.$mark" "$keys"
  fi
  ;;
esac
