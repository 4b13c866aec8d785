# The mark that keeps two runs off one container, and the lease on it while it may be frozen for a move: until when it may
# stay paused without word from the laptop, and whose decision it is to let it go on. `lease.md` says why no two copies run.
# mark ID KEY                   fails with status 9 when another run has marked the container, and prints that run's key
# marked ID                     prints the key of the run that has marked the container, if any
# unmark ID KEY                 takes mark and lease away
# hold ID KEY SECONDS FOLDER    begins the lease; the program that lets the container go on comes on standard input. A dump
#                               that is under way in FOLDER is waited for before that program runs
# within ID KEY                 runs the program on standard input while the lease is held, and keeps it from ending meanwhile
# renew ID KEY SECONDS          word from the laptop
# promise ID KEY                from now on the container does not go on by itself
# release ID KEY                lets it go on, once and for all of this run; does nothing where there is no lease
# frozen ID KEY                 prints `frozen` if the container was frozen by this run and never went on since
# A lease is held, promised, released (by its watchdog) or over (by the laptop). Status 9, and what it is now on standard
# output: it is not held by this run. All want the run's mark: what arrives late, after its run is over, does nothing.
# Times are the host's own, counted from its boot. A reboot takes mark and lease away, and the paused container too; that it
# was paused is on the disk.
set -u
umask 077
id=$2 key=${3:-}
here=/run/shiplock
mark=$here/moving/$id lease=$here/lease/$id
disk=/var/lib/shiplock/frozen
now() { cut -d . -f 1 /proc/uptime; }
put() { printf '%s\n' "$*" >"$lease/state.new" && mv "$lease/state.new" "$lease/state"; }
refuse() {
  echo "${1:-nothing}"
  exit 9
}
# The mark is the lock: who waited for it looks again whose it is, and whether it is still there.
lock() {
  [ -e "$mark" ] || return 1
  exec 9<"$mark" && flock -w 30 9 || exit 1
  [ "$(cat "$mark" 2>/dev/null)" = "$key" ]
}
lock_held() {
  lock || refuse unmarked
  state=nothing
  if [ -e "$lease/state" ]; then read -r state _ <"$lease/state"; fi
  [ "$state" = held ] || [ "$state" = "${1:-held}" ] || refuse "$state"
}
# A program comes on standard input and ends in a line `# whole`: what a laptop that died, or its link, has cut short does
# nothing. It is read before the lock is taken, since the rest may be on its way for long.
read_program() {
  program=$(cat)
  case $program in
  *'# whole') ;;
  *) exit 1 ;;
  esac
}
tidy() { rmdir "$here/lease" "$here/moving" "$here" "$disk" "${disk%/*}" 2>/dev/null || true; }
case $1 in
mark)
  mkdir -p "$here/moving" || exit 1
  if (set -C && printf '%s\n' "$key" >"$mark") 2>/dev/null; then exit 0; fi
  owner=$(cat "$mark")
  [ "$owner" = "$key" ] && exit 0
  refuse "$owner"
  ;;
marked)
  cat "$mark" 2>/dev/null || true
  ;;
unmark)
  if [ "$(cat "$disk/$id" 2>/dev/null)" = "$key" ]; then rm -f "$disk/$id"; fi
  if lock; then
    watchdog=$(cat "$lease/watchdog.pid" 2>/dev/null)
    # The group is the watchdog's own; its number may be another's by now.
    if grep -qs "$key" "/proc/${watchdog:-none}/cmdline"; then kill -- "-$watchdog" 2>/dev/null || true; fi
    rm -rf "$lease" "$mark" || rm -rf "$lease" "$mark"
  fi
  tidy
  ;;
hold)
  read_program
  lock || refuse unmarked
  if grep -Eqs '^(promised|over)' "$lease/state"; then refuse "$(cat "$lease/state")"; fi
  mkdir -p "$lease" || exit 1
  mkdir -p "$disk"
  # A disk that cannot keep it has nobody believe in it later. Gone, also from the disk, before the container goes on.
  if ! { printf '%s\n' "$key" >"$disk/$id" && sync "$disk/$id" "$disk"; }; then rm -f "$disk/$id"; fi
  printf '%s\n' "$5" >"$lease/dumps"
  cat >"$lease/release" <<'END'
# CRIU freezes the container again when it is done with a paused one.
dumps=$(cat dumps)
if [ -e "$dumps/dump.lock" ]; then exec 8<"$dumps/dump.lock" && flock -w 60 8 || exit 1; fi
rm -f -- "$SHIPLOCK_FROZEN" && sync "${SHIPLOCK_FROZEN%/*}"
END
  printf '%s\n' "$program" >>"$lease/release"
  put held $(($(now) + $4)) || exit 1
  cat >"$lease/watchdog" <<'END'
# Lets the container go on when the lease is over, and tries until it does. Arguments: lease, mark, run, the note on the disk.
cd "$1" || exit 0
done=0
while [ "$(cat "$2" 2>/dev/null)" = "$3" ] && [ "$(cat watchdog.pid 2>/dev/null)" = $$ ]; do
  read -r state until <state
  case $state in
  promised) exit 0 ;;
  held) [ "$(cut -d . -f 1 /proc/uptime)" -ge "$until" ] || state=early ;;
  esac
  if [ "$state" != early ]; then
    if (
      flock 9
      [ "$(cat "$2" 2>/dev/null)" = "$3" ] || exit 1
      read -r state until <state
      if [ "$state" = held ] && [ "$(cut -d . -f 1 /proc/uptime)" -ge "$until" ]; then
        echo released >state.new && mv state.new state
        state=released
      fi
      [ "$state" = released ] || [ "$state" = over ] || exit 1
      SHIPLOCK_FROZEN=$4 timeout 90 sh release
    ) 9<"$2" >>watchdog.log 2>&1 </dev/null; then
      # Once more a while later: a pause that an engine had on its list may have come in between.
      done=$((done + 1))
      [ $done -lt 4 ] || exit 0
    fi
  fi
  sleep 1
done
END
  (
    unset SHIPLOCK_COMMAND
    setsid sh "$lease/watchdog" "$lease" "$mark" "$key" "$disk/$id" </dev/null >/dev/null 2>&1 9>&- &
    # The process that setsid becomes: it need not make another, being no leader of a group.
    echo $! >"$lease/watchdog.pid"
  )
  ;;
within)
  read_program
  lock_held
  timeout 60 sh -c "$program" 9>&-
  ;;
renew)
  lock_held
  put held $(($(now) + $4))
  ;;
promise)
  lock_held promised
  put promised
  ;;
release)
  lock || exit 0
  [ -e "$lease/state" ] || exit 0
  put over
  cd "$lease" && SHIPLOCK_FROZEN=$disk/$id timeout 90 sh release 9>&-
  ;;
frozen)
  if [ "$(cat "$disk/$id" 2>/dev/null)" = "$key" ]; then echo frozen; fi
  ;;
esac
