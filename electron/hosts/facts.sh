#!/bin/sh
# Prints what a host is and has, as key=value lines. Changes nothing and asks no daemon.
# usage: facts.sh DOCKER-ROOT
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

echo "clockBegan=$(date +%s%N)"

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

# The first word of a file of the kernel's, if there is such a file.
word() {
  [ -r "$2" ] && read -r value rest <"$2" && echo "$1=$value"
}

# Sockets in a state, as hexadecimal address:port, from one of the kernel's tables.
sockets() {
  awk -v key="$1" -v state="$2" 'FNR > 1 && $4 == state { print "listen." key "=" $2 }' "/proc/net/$1" 2>/dev/null |
    sort -u
}

echo "kernel=$(uname -r)"
echo "kernelBuild=$(uname -v)"
echo "arch=$(uname -m)"
sed -n 's/^PRETTY_NAME=/distribution=/p' /etc/os-release 2>/dev/null
echo "userId=$(id -u)"
echo "bootId=$(cat /proc/sys/kernel/random/boot_id)"
awk '/^(MemTotal|MemAvailable|SwapTotal|SwapFree):/ { sub(":", "", $1); print "memory." $1 "=" $2 }' /proc/meminfo
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  echo cgroup=2
elif grep -qs ' cgroup ' /proc/self/mounts; then
  echo cgroup=1
fi

if [ -e /sys/kernel/security/apparmor ]; then
  echo lsm=apparmor
  sed -n '1,512s/^\(.*\) ([a-z]*)$/apparmorProfile=\1/p' /sys/kernel/security/apparmor/profiles 2>/dev/null
elif [ -e /sys/fs/selinux/enforce ]; then
  echo lsm=selinux
fi
word uptime /proc/uptime
if [ -e /proc/self/ns/time ]; then echo timeNamespaces=yes; fi
word limit.openFiles /proc/sys/fs/nr_open
word limit.processId /proc/sys/kernel/pid_max
word limit.threads /proc/sys/kernel/threads-max
# Both architectures' words for it; processors of one machine differ seldom, and CRIU too looks at one.
awk -F ': ' '/^(flags|Features)[ \t]*:/ { print "cpuFeatures=" $2; exit }' /proc/cpuinfo
# How much of the last minute nothing could be done for want of it, in percent.
for kind in memory io; do
  awk -v kind="$kind" '$1 == "full" { sub("avg60=", "", $3); print "stalled." kind "=" $3 }' "/proc/pressure/$kind" 2>/dev/null
done
awk 'NR > 1 && $8 != "00000000" { print "route=" $2 "/" $8 }' /proc/net/route 2>/dev/null | sort -u
# What of dockerd's configuration decides how a setting can be added to it.
if [ ! -s /etc/docker/daemon.json ]; then
  echo dockerSettings=none
elif grep -q '"live-restore"' /etc/docker/daemon.json; then
  echo dockerSettings=live-restore
elif grep -q '"' /etc/docker/daemon.json; then
  echo dockerSettings=others
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
# Whether the kernel can tell which pages of memory changed, by CRIU's own trial. For its trials, once a boot, CRIU wants
# to write to /tmp: where that is read-only it gets one of its own. It keeps their outcome in /run, for the dump as well.
tries() { criu check --feature mem_dirty_track; }
tries_apart() { unshare --mount sh -c 'mount -t tmpfs tmpfs /tmp && criu check --feature mem_dirty_track'; }
if (tries || { [ ! -e /run/criu.kdat ] && tries_apart; }) >/dev/null 2>&1; then echo tracksDirtyPages=yes; fi
for manager in apt-get dnf zypper apk; do
  if command -v $manager >/dev/null 2>&1; then echo "packageManager=$manager"; fi
done
if ctr=$(command -v ctr); then echo "ctrPath=$ctr"; fi

sockets tcp 0A
sockets tcp6 0A
sockets udp 07
sockets udp6 07
echo "clock=$(date +%s%N)"
