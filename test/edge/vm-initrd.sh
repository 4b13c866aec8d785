#!/bin/busybox sh
# The first program in a virtual test host: finds its disk, lays the seed over it before its first boot, and hands over.
PATH=/bin
export PATH
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
for module in virtio_blk failover net_failover virtio_net; do
  insmod "/modules/$module.ko"
done
until [ -b /dev/vda ] && [ -b /dev/vdb ]; do
  sleep 0.1
done
mount -t ext4 /dev/vda /root
if [ ! -e /root/.seeded ]; then
  tar -xf /dev/vdb -C /root
  touch /root/.seeded
fi
for place in proc sys dev; do
  mount --move "/$place" "/root/$place"
done
exec switch_root /root /usr/local/sbin/vm-init
