#!/bin/sh
# What runs as pid 1 of a test host, in namespaces of its own: puts up its file system, devices, control groups and
# network, starts sshd and Docker, and then reaps what is orphaned.
#   host-init.sh FOLDER BASE NAME ADDRESS GATEWAY
# FOLDER holds the host's disk, and, before its first boot, `seed`: files to be laid over the base.
set -eu
folder=$1
base=$2
name=$3
address=$4
gateway=$5

# Who this is, as the machine sees it: the old /proc still shows the machine's process ids.
read -r stat </proc/self/stat
read -r boot </proc/sys/kernel/random/boot_id
# shellcheck disable=SC2086 # the fields of the line
set -- $stat
echo "$1 ${22} $boot" >"$folder/.init"
mv "$folder/.init" "$folder/init"

mount --make-rprivate /
disk=$folder/disk
[ ! -e "$folder/disk.img" ] || mount -o loop "$folder/disk.img" "$disk"
for part in upper work docker containers containerd; do
  mkdir -p "$disk/$part"
done
root=$folder/root
mount -t overlay overlay -o "lowerdir=$base,upperdir=$disk/upper,workdir=$disk/work" "$root"
if [ -d "$folder/seed" ]; then
  cp -a "$folder/seed/." "$root/"
  rm -rf "$folder/seed"
fi

# CRIU wants a clean mount tree: a root of its own, not a chroot.
cd "$root"
mkdir -p .machine run dev proc sys var/lib/docker var/lib/containers var/lib/containerd
pivot_root . .machine
cd /
machine=/.machine

# Overlay cannot lie on overlay: the engines' folders are ordinary ones.
for engine in docker containers containerd; do
  mount --bind "$machine$disk/$engine" "/var/lib/$engine"
done
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=1777 tmpfs /tmp
mount -t tmpfs -o mode=755 tmpfs /dev
mkdir /dev/net /dev/pts /dev/shm /dev/mqueue
for device in null zero full random urandom tty fuse net/tun; do
  if [ -e "$machine/dev/$device" ]; then
    : >"/dev/$device"
    mount --bind "$machine/dev/$device" "/dev/$device"
  fi
done
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts /dev/pts
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
mount -t mqueue mqueue /dev/mqueue
ln -s pts/ptmx /dev/ptmx
ln -s /proc/self/fd /dev/fd
ln -s fd/0 /dev/stdin
ln -s fd/1 /dev/stdout
ln -s fd/2 /dev/stderr

# The same hierarchies as the machine's, seen from the host's own groups.
mount -t tmpfs -o mode=755 tmpfs /sys/fs/cgroup
while IFS=: read -r _ controllers _; do
  case $controllers in
    '') continue ;;
    name=*) directory=${controllers#name=} options=none,$controllers ;;
    *) directory=$controllers options=$controllers ;;
  esac
  mkdir "/sys/fs/cgroup/$directory"
  mount -t cgroup -o "$options" cgroup "/sys/fs/cgroup/$directory"
done </proc/self/cgroup

umount -l "$machine"
rmdir "$machine"

echo "$name" >/proc/sys/kernel/hostname
echo "$name" >/etc/hostname
printf '127.0.0.1 localhost\n%s %s\n' "$address" "$name" >/etc/hosts
echo 1 >/proc/sys/net/ipv4/ip_forward
ip link set lo up
until [ -e /sys/class/net/eth0 ]; do
  sleep 0.01
done
ip addr add "$address/24" dev eth0
ip link set eth0 up
ip route add default via "$gateway"

export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
mkdir -p /run/sshd
/usr/sbin/sshd
docker-service start

# Waiting for one child reaps every other that ends meanwhile.
while :; do
  sleep 86400 &
  wait $!
done
