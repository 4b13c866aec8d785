# The lease on a container that is frozen for a move: until when it may stay paused without word from the laptop, and whose
# decision it is to let it go on. `lease.md` says why no two copies can run.
# hold ID KEY SECONDS FOLDER   begins it; the program that lets the container go on comes on standard input. A dump that
#                              is under way in FOLDER is waited for before that program runs
# within ID KEY                runs the program on standard input while the lease is held, and prevents its end meanwhile
# renew ID KEY SECONDS         word from the laptop
# promise ID KEY               from now on the container does not go on by itself
# end ID KEY                   takes the lease away, and the watchdog with it
# A lease is held, promised or released. Status 9, and what it is now on standard output: it is not held by this run.
# All but `end` want the run's mark on the container: what arrives late, after its run is over, does nothing.
# Times are the host's own, counted from its boot. A reboot takes the lease away, and the paused container too.
set -u
umask 077
id=$2 key=$3
lease=/run/shiplock/lease/$id
mark=/run/shiplock/moving/$id
now() { cut -d . -f 1 /proc/uptime; }
# put STATE [UNTIL]
put() { printf '%s\n' "$*" >"$lease/state.new" && mv "$lease/state.new" "$lease/state"; }
# Refuses: prints why.
refuse() {
  echo "${1:-nothing}"
  exit 9
}
# Succeeds with the lock if there is a lease of this run.
lock() {
  [ "$(cat "$lease/key" 2>/dev/null)" = "$key" ] || return 1
  exec 9>"$lease/lock" && flock -w 30 9 || exit 1
  [ "$(cat "$lease/key" 2>/dev/null)" = "$key" ]
}
lock_held() {
  [ "$(cat "$mark" 2>/dev/null)" = "$key" ] || refuse unmarked
  lock || refuse
  read -r state _ <"$lease/state"
  [ "$state" = "$1" ] || [ "$state" = held ] || refuse "$state"
}
case $1 in
hold)
  [ "$(cat "$mark" 2>/dev/null)" = "$key" ] || refuse unmarked
  mkdir -p "$lease" && exec 9>"$lease/lock" && flock -w 30 9 || exit 1
  if [ "$(cat "$lease/key" 2>/dev/null)" = "$key" ] && grep -qs promised "$lease/state"; then refuse promised; fi
  printf '%s\n' "$key" >"$lease/key"
  cat >"$lease/release"
  put held $(($(now) + $4)) || exit 1
  cat >"$lease/watchdog" <<'END'
# Lets the container go on when the lease is over, and tries until it does. Arguments: the lease, the run, the dumps' folder.
cd "$1" || exit 0
echo $$ >watchdog.pid
while [ "$(cat key 2>/dev/null)" = "$2" ] && [ "$(cat watchdog.pid 2>/dev/null)" = $$ ]; do
  read -r state until <state
  case $state in
  promised) exit 0 ;;
  held) [ "$(cut -d . -f 1 /proc/uptime)" -ge "$until" ] || state=early ;;
  esac
  if [ "$state" != early ]; then
    (
      flock 9
      read -r state until <state
      if [ "$state" = held ] && [ "$(cut -d . -f 1 /proc/uptime)" -ge "$until" ]; then
        echo released >state.new && mv state.new state
        state=released
      fi
      [ "$state" = released ] || exit 1
      if [ -e "$3/dump.lock" ]; then exec 8<"$3/dump.lock" && flock -w 120 8; fi
      timeout 60 sh release
    ) 9>lock >>watchdog.log 2>&1 </dev/null && exit 0
  fi
  sleep 1
done
END
  (
    unset SHIPLOCK_COMMAND
    setsid sh "$lease/watchdog" "$lease" "$key" "$5" </dev/null >/dev/null 2>&1 9>&- &
  )
  ;;
within)
  lock_held held
  sh 9>&-
  ;;
renew)
  lock_held held
  put held $(($(now) + $4))
  ;;
promise)
  lock_held promised
  put promised
  ;;
end)
  lock || exit 0
  watchdog=$(cat "$lease/watchdog.pid" 2>/dev/null)
  rm -rf "$lease"
  # The group is the watchdog's own; its number may be another's by now.
  if grep -qs "$key" "/proc/${watchdog:-none}/cmdline"; then kill -- "-$watchdog" 2>/dev/null || true; fi
  rmdir /run/shiplock/lease /run/shiplock 2>/dev/null || true
  ;;
esac
