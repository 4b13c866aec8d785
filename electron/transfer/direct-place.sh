# The direct route's own folder on a host: its connection's socket, its pipes, and what the far end does.
# open KEY USER NAME   makes it anew for this login user, with a file NAME of what comes on standard input; prints it
# close KEY            ends what belongs to the route, its connection included, and takes the folder away
set -u
umask 077
home=/run/shiplock
folder=$home/$2.route

# Commands of the route carry a mark in their environment; those that its connection runs on the target carry one more.
marked() { grep -lsF -- "SHIPLOCK_ROUTE$1=$key" /proc/[0-9]*/environ | cut -d / -f 3; }

# The sshds that the route's connection ends in: the parents of what it runs.
connections() {
  for pid in $(marked _END); do
    parent=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status" 2>/dev/null)
    case $(cat "/proc/${parent:-0}/comm" 2>/dev/null) in
    sshd*) echo "$parent" ;;
    esac
  done
}

key=$2
case $1 in
open)
  rm -rf "$folder"
  # Passable for the login user, whose folder is inside; what else is there lets nobody in.
  mkdir -p "$home" && chmod 711 "$home" && mkdir "$folder" && cat >"$folder/$4" || exit 1
  chown -R "$3" "$folder" || exit 1
  echo "$folder"
  ;;
close)
  ends=$(connections)
  turn=0
  while pids="$ends $(marked '') $(marked _END)" && [ -n "$(echo "$pids" | tr -d ' ')" ] && [ "$turn" -lt 40 ]; do
    signal=TERM
    [ "$turn" -lt 20 ] || signal=KILL
    # shellcheck disable=SC2086 # a list of numbers
    kill -s "$signal" $pids 2>/dev/null
    # Not by their marks: an sshd has none.
    ends=$(for pid in $ends; do if [ -e "/proc/$pid" ]; then echo "$pid"; fi; done)
    sleep 0.1 2>/dev/null || sleep 1
    turn=$((turn + 1))
  done
  rm -rf "$folder"
  rmdir "$home" 2>/dev/null || true
  ;;
esac
