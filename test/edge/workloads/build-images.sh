#!/bin/sh
# Builds the workloads' images, on a test host, from what lies beside this script and in the host's own file system.
#   build-images.sh        to be run in its folder, which holds the compiled programs
set -eu
export DOCKER_BUILDKIT=0

# root FOLDER: the beginnings of a root file system: busybox with a link for each of its programs, the gauge, one user.
root() {
  mkdir -p "$1/bin" "$1/etc" "$1/data" "$1/var/log/station" "$1/opt/station"
  mkdir -m 1777 "$1/tmp"
  cp /bin/busybox "$1/bin/busybox"
  for program in $(busybox --list); do
    [ "$program" = busybox ] || ln -s busybox "$1/bin/$program"
  done
  install -m 755 gauge "$1/bin/gauge"
  printf 'root:x:0:0:root:/:/bin/sh\nkeeper:x:1000:1000:keeper:/:/bin/sh\n' >"$1/etc/passwd"
  printf 'root:x:0:\nkeeper:x:1000:\n' >"$1/etc/group"
}

# import FOLDER IMAGE CHANGE...: one tar, one layer.
import() {
  folder=$1
  image=$2
  shift 2
  tar -C "$folder" --sort=name --mtime=@0 --numeric-owner --xattrs --xattrs-include='*' -cf "$folder.tar" .
  for change in "$@"; do
    set -- "$@" --change "$change"
    shift
  done
  docker import "$@" "$folder.tar" "$image" >/dev/null
}

root plain
install -m 755 sensor.sh plain/bin/sensor
import plain shiplock/gauge 'ENTRYPOINT ["/bin/gauge"]' 'CMD ["--memory", "16"]'
docker import --change 'CMD ["/bin/sensor"]' plain.tar shiplock/sensor >/dev/null

root holding
mkdir -p holding/outside holding/var/spool holding/lib/udev
install -m 755 hold holding/bin/hold
import holding shiplock/hold 'ENTRYPOINT ["/bin/hold"]'

root database
mkdir -p database/usr/bin
cp /usr/bin/sqlite3 database/usr/bin/
for library in $(ldd /usr/bin/sqlite3 | grep -o '/[^ )]*'); do
  mkdir -p "database$(dirname "$library")"
  cp -L "$library" "database$library"
done
install -m 755 database.sh database/usr/bin/database
install -m 755 database-check.sh database/usr/bin/database-check
import database shiplock/database 'CMD ["/usr/bin/database"]'

root station
cp /bin/busybox station/opt/station/capable
setcap cap_net_raw+ep station/opt/station/capable
echo attributed >station/opt/station/attributed
setfattr -n user.station -v weir-7 station/opt/station/attributed
import station shiplock/station-base
mkdir context
cp station-scar.sh station.Dockerfile context/
chmod 755 context/station-scar.sh
docker build --quiet --file context/station.Dockerfile --target station --tag shiplock/station context
docker build --quiet --file context/station.Dockerfile --target station-user --tag shiplock/station:user context
