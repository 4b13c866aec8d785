#!/bin/sh
# Builds the root file system of a container with gcc and make, from Debian's packages, as a tar archive.
#   compiler-root.sh SUITE ARCHIVE
set -eu
# shellcheck disable=SC2016 # $(REPO_URI) is apt's own placeholder
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -n 1)
[ -n "$mirror" ] || { echo 'apt names no Debian mirror' >&2; exit 1; }
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck disable=SC2016 # $1 belongs to the hooks: mmdebstrap hands them the root
exec mmdebstrap --mode=root --variant=extract --include=busybox-static,gcc,libc6-dev,make \
  --aptopt='Acquire::Check-Valid-Until "false"' \
  --extract-hook='cd "$1" && for name in bin sbin lib lib64; do [ -e $name ] || ln -s usr/$name $name; done' \
  --extract-hook='chroot "$1" /usr/bin/busybox --list | while read -r name; do [ -e "$1/usr/bin/$name" ] || ln -s busybox "$1/usr/bin/$name"; done' \
  --extract-hook="install -m 755 '$here/compile.sh' \"\$1/usr/bin/compile\"" \
  "$1" "$2" "deb $mirror $1 main"
