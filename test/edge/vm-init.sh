#!/bin/sh
# What runs as pid 1 of a virtual test host: mounts, network, sshd, Docker; then reaps what is orphaned.
# Its name, address and gateway are on the kernel's command line.
set -eu
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
mount -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=1777 tmpfs /tmp
mkdir -p /dev/pts /dev/shm /dev/mqueue
mount -t devpts -o mode=620,gid=5,ptmxmode=666 devpts /dev/pts
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
mount -t mqueue mqueue /dev/mqueue
mount -t cgroup2 cgroup2 /sys/fs/cgroup
[ -e /dev/fd ] || ln -s /proc/self/fd /dev/fd

# shellcheck disable=SC2013 # words are meant
for word in $(cat /proc/cmdline); do
  case $word in
    edge.name=*) name=${word#*=} ;;
    edge.address=*) address=${word#*=} ;;
    edge.gateway=*) gateway=${word#*=} ;;
  esac
done
echo "$name" >/proc/sys/kernel/hostname
echo "$name" >/etc/hostname
printf '127.0.0.1 localhost\n%s %s\n' "$address" "$name" >/etc/hosts
echo 1 >/proc/sys/net/ipv4/ip_forward
ip link set lo up
ip addr add "$address/24" dev eth0
ip link set eth0 up
ip route add default via "$gateway"

# Its device is there only once it is loaded, and CRIU looks for that.
modprobe tun
mkdir -p /run/sshd
/usr/sbin/sshd
docker-service start
while :; do
  sleep 86400 &
  wait $!
done
