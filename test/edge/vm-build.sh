#!/bin/sh
# Builds what virtual test hosts with one base share: a disk with that base and a kernel's modules, the kernel, its
# initial RAM disk, and the QEMU that runs it. To be run in a mount namespace of its own.
#   vm-build.sh BASE INITRD-INIT TARGET
# Kernel and QEMU are Debian 13's, whatever the machine is: that kernel tracks dirty pages, and Debian 12's QEMU crashes
# about half of its guests.
set -eu
base=$1
init=$2
target=$3
# shellcheck disable=SC2016 # $(REPO_URI) is apt's own placeholder
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -n 1)
[ -n "$mirror" ] || { echo 'apt names no Debian mirror' >&2; exit 1; }

# debian VARIANT PACKAGE FOLDER
debian() {
  mmdebstrap --mode=root --variant="$1" --include="$2" --aptopt='Acquire::Check-Valid-Until "false"' \
    trixie "$3" "deb $mirror trixie main"
}

mkdir -p "$target/upper" "$target/work" "$target/root"
debian minbase qemu-system-x86 "$target/qemu"
mkdir "$target/qemu/host" "$target/qemu/shared"
debian extract linux-image-cloud-amd64 "$target/kernel"
version=$(ls "$target/kernel/usr/lib/modules")
mv "$target/kernel/boot/vmlinuz-$version" "$target/vmlinuz"

# The base itself is only read.
root=$target/root
mount -t overlay overlay -o "lowerdir=$base,upperdir=$target/upper,workdir=$target/work" "$root"
mv "$target/kernel/usr/lib/modules" "$root/usr/lib/"
rm -rf "$target/kernel"
chroot "$root" depmod "$version"

# What the kernel needs to reach its disk, in the order in which the modules depend on each other.
ram=$root/initrd
mkdir -p "$ram/bin" "$ram/modules" "$ram/proc" "$ram/sys" "$ram/dev" "$ram/root"
cp "$root/bin/busybox" "$ram/bin/"
install -m 755 "$init" "$ram/init"
for module in virtio_blk failover net_failover virtio_net; do
  file=$(find "$root/usr/lib/modules" -name "$module.ko*")
  chroot "$root" busybox xz -dc "${file#"$root"}" >"$ram/modules/$module.ko"
done
chroot "$root" sh -c 'cd /initrd && busybox find . | busybox cpio -o -H newc' | gzip >"$target/initrd"
rm -rf "$ram"

mke2fs -q -t ext4 -d "$root" "$target/disk.img" 6G
umount "$root"
rm -rf "$target/upper" "$target/work" "$root"
