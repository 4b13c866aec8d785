#!/bin/sh
# Docker as a service of a test host, which has no systemd.
#   docker-service start | stop | kill | restart
# start returns at once; stop and kill return when dockerd is gone. kill is a crash: containers go on.
set -eu
pid_file=/run/docker.pid

running() {
  [ -s "$pid_file" ] && [ "$(cat "/proc/$(cat "$pid_file")/comm" 2>/dev/null)" = dockerd ]
}

end() {
  running || return 0
  pid=$(cat "$pid_file")
  kill -s "$1" "$pid"
  while [ -e "/proc/$pid/exe" ]; do
    sleep 0.02
  done
}

case ${1:-} in
  start) running || setsid dockerd </dev/null >>/var/log/dockerd.log 2>&1 & ;;
  stop) end TERM ;;
  kill) end KILL ;;
  restart) end TERM && exec "$0" start ;;
  *) sed -n '2,5p' "$0" >&2 && exit 2 ;;
esac
