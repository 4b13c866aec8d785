#!/bin/sh
# Prints what a host is and has, as key=value lines. Changes nothing and asks no daemon.
# usage: facts.sh DOCKER-ROOT
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# The first line that a tool says about itself, if it is there.
tool() {
  name=$1
  shift
  command -v "$name" >/dev/null 2>&1 || return 0
  echo "tool.$name=$("$name" "$@" 2>&1 </dev/null | head -n 1)"
}

# The file system that holds a path, and the kibibytes a user may still write to it.
space() {
  [ -d "$2" ] || return 0
  df -PkT "$2" 2>/dev/null | awk -v name="$1" 'NR == 2 { print "space." name "=" $2 " " $5 }'
}

# Sockets in a state, as hexadecimal address:port, from one of the kernel's tables.
sockets() {
  awk -v key="$1" -v state="$2" 'FNR > 1 && $4 == state { print "listen." key "=" $2 }' "/proc/net/$1" 2>/dev/null |
    sort -u
}

echo "kernel=$(uname -r)"
echo "arch=$(uname -m)"
sed -n 's/^PRETTY_NAME=/distribution=/p' /etc/os-release 2>/dev/null
echo "userId=$(id -u)"
echo "bootId=$(cat /proc/sys/kernel/random/boot_id)"
awk '/^(MemTotal|MemAvailable):/ { sub(":", "", $1); print "memory." $1 "=" $2 }' /proc/meminfo
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  echo cgroup=2
elif grep -qs ' cgroup ' /proc/self/mounts; then
  echo cgroup=1
fi

space dockerRoot "$1"
space run /run
space tmp /tmp

tool criu --version
tool runc --version
tool crun --version
tool docker --version
tool podman --version
tool rsync --version
tool tar --version
tool zstd --version
tool nsenter --version
# Whether the kernel can tell which pages of memory changed, by CRIU's own trial.
if criu check --feature mem_dirty_track >/dev/null 2>&1; then echo tracksDirtyPages=yes; fi
if ctr=$(command -v ctr); then echo "ctrPath=$ctr"; fi

sockets tcp 0A
sockets tcp6 0A
sockets udp 07
sockets udp6 07
echo "clock=$(date +%s%N)"
