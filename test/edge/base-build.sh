#!/bin/sh
# Builds the root file system that test hosts of one Debian release share.
#   base-build.sh SUITE TARGET
# CRIU before 4.2 cannot dump a container with an inet socket on kernels from 6.16 on: on trixie, CRIU alone comes from
# forky. The mirror is the machine's own.
set -eu
suite=$1
target=$2
packages=criu,crun,libcriu2,runc,podman,docker.io,docker-cli,containerd,netavark,aardvark-dns,rsync,openssh-server
packages=$packages,iproute2,iptables,procps,kmod,ca-certificates,zstd,lz4,tar,attr,acl,libcap2-bin,sqlite3,sudo
packages=$packages,busybox-static,sshfs,tini

# shellcheck disable=SC2016 # $(REPO_URI) is apt's own placeholder
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -n 1)
[ -n "$mirror" ] || { echo 'apt names no Debian mirror' >&2; exit 1; }
set -- "deb $mirror $suite main"
[ "$suite" = forky ] || set -- "$@" "deb $mirror forky main"

# shellcheck disable=SC2016 # $1 belongs to the hooks: mmdebstrap hands them the root
exec mmdebstrap --mode=root --variant=minbase --include="$packages" \
  --aptopt="APT::Default-Release \"$suite\"" \
  --aptopt='Acquire::Check-Valid-Until "false"' \
  --setup-hook='mkdir -p "$1/etc/apt/preferences.d"' \
  --setup-hook='printf "Package: criu libcompel1 libcriu2 libnet9 libnl-3-200\nPin: release n=forky\nPin-Priority: 990\n" >"$1/etc/apt/preferences.d/criu"' \
  --customize-hook='rm -f "$1"/etc/ssh/ssh_host_*' \
  "$suite" "$target" "$@"
