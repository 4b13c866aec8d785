#!/bin/sh
# Becomes the QEMU of a virtual test host. To be run in a mount namespace of its own.
#   vm-run.sh FOLDER SHARED NAME ADDRESS GATEWAY CABLE HARDWARE-ADDRESS
# FOLDER holds the host's disk and its seed; SHARED is what vm-build.sh built.
set -eu
folder=$1
shared=$2
name=$3
address=$4
gateway=$5
cable=$6
hardware=$7

read -r stat </proc/self/stat
read -r boot </proc/sys/kernel/random/boot_id
# shellcheck disable=SC2086 # the fields of the line
set -- $stat
echo "$1 ${22} $boot" >"$folder/.init"
mv "$folder/.init" "$folder/init"

mount --make-rprivate /
qemu=$shared/qemu
mount --rbind /dev "$qemu/dev"
mount --bind "$folder" "$qemu/host"
mount --bind "$shared" "$qemu/shared"
# Emulated: this machine may be a virtual one itself, in which KVM does not start such a kernel. The network card's own
# program for booting from the network is left out.
exec chroot "$qemu" qemu-system-x86_64 -accel tcg,tb-size=256 -cpu max -smp 1 -m 1536 \
  -nodefaults -display none -serial stdio -no-reboot \
  -kernel /shared/vmlinuz -initrd /shared/initrd \
  -append "console=ttyS0 quiet panic=-1 edge.name=$name edge.address=$address edge.gateway=$gateway" \
  -drive file=/host/disk.img,if=virtio,format=raw \
  -drive file=/host/seed.tar,if=virtio,format=raw,readonly=on \
  -netdev "tap,id=cable,ifname=$cable,script=no,downscript=no" \
  -device "virtio-net-pci,netdev=cable,mac=$hardware,romfile="
