#!/bin/sh
# Prints signs of how a host fares, each on a line of its own that begins with what it is of. Changes nothing and asks no
# daemon; what is not there says nothing.
# usage: condition.sh DOCKER-ROOT
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
LC_ALL=C
export LC_ALL

# What a file says in its first line, without a process for it. Fails where there is none.
say() { { read -r said <"$1"; } 2>/dev/null && [ -n "$said" ]; }
# Waits for no tool that a failing disk keeps waiting.
within() {
  if command -v timeout >/dev/null; then timeout -k 1 "$@"; else
    shift
    "$@"
  fi
}

say /proc/uptime && echo "uptime $said"
echo "now $(date +%s)"
echo "engine-root $1"

# Mounted file systems that lie on something, the root, and where things are put for a while.
mounts=$(awk -v engine="$1" '
  function word(text) { return text == "" ? "-" : text }
  {
    for (i = 7; i <= NF && $i != "-"; i++);
    type = $(i + 1)
    if (type ~ /^(ext[234]|xfs|btrfs|f2fs|jfs|ubifs|jffs2|squashfs|bcachefs|zfs)$/ || $5 ~ /^\/(|run|tmp|var|var\/tmp)$/ || $5 == engine)
      print "mount", $3, type, $5, $6, word($(i + 2)), word($(i + 3))
  }' /proc/self/mountinfo 2>/dev/null | head -n 200)
echo "$mounts"
awk '$1 !~ /^#/ && NF >= 4 { print "fstab", $2, $3, $4 }' /etc/fstab 2>/dev/null | head -n 200
places=$(echo "$mounts" | awk '!seen[$2]++ { print $4 }' | head -n 40)
# shellcheck disable=SC2086 # paths with blanks are told in octal, and there is no such path
within 2 df -Pk $places 2>/dev/null | awk 'NR > 1 { print "space", $NF, $2, $4 }'
# shellcheck disable=SC2086
within 2 df -Pi $places 2>/dev/null | awk 'NR > 1 && $2 ~ /^[0-9]+$/ { print "inodes", $NF, $2, $4 }'

# The disks below them: what a partition, a RAID or a volume lies on, down to the device.
disks=
below() {
  case " $disks " in *" $1 "*) return ;; esac
  disks="$disks $1"
  place=$(readlink -f "/sys/class/block/$1" 2>/dev/null) || return
  echo "disk $1 $place"
  if [ -e "$place/partition" ]; then
    place=${place%/*}
    below "${place##*/}"
  fi
  for slave in "/sys/class/block/$1/slaves"/*; do
    if [ -e "$slave" ]; then below "${slave##*/}"; fi
  done
}
# Some file systems (btrfs) have a number that is no device's, and some devices (/dev/root) a name that is none.
for place in $(echo "$mounts" | awk '{ print "/sys/dev/block/" $2 } $6 ~ /^\/dev\// { print $6 }' | sort -u); do
  place=$(readlink -f "$place" 2>/dev/null)
  if [ -e "/sys/class/block/${place##*/}" ]; then below "${place##*/}"; fi
done

for disk in $disks; do
  here=/sys/class/block/$disk/device
  if say "$here/life_time"; then echo "emmc-life $disk $said"; fi
  if say "$here/pre_eol_info"; then echo "emmc-spare $disk $said"; fi
  here=/sys/fs/ext4/$disk
  if say "$here/errors_count" && [ "$said" != 0 ]; then
    count=$said
    said=0
    say "$here/last_error_time"
    echo "ext4-errors $disk $count $said"
  fi
done
grep . /proc/mdstat 2>/dev/null | head -n 100 | sed 's/^/raid /'

# Each line at once: several disks answer at the same time. A process that a dying disk keeps waiting cannot even be
# killed: it holds nothing that this program, or whoever listens to it, waits for.
smart() {
  within 2 smartctl "$@" </dev/null
}
readers=
if command -v smartctl >/dev/null; then
  for disk in $disks; do
    case $disk in sd* | nvme* | hd* | vd*) ;; *) continue ;; esac
    if [ -e "/sys/class/block/$disk/partition" ]; then continue; fi
    (
      smart -j -H -A "/dev/$disk"
      # Before version 7 it knows no JSON: bit 0 says that it did not understand.
      [ $(($? & 1)) -eq 0 ] || smart -H -A "/dev/$disk"
    ) 2>/dev/null | awk -v disk="$disk" 'NR <= 2000 { print "smart", disk, substr($0, 1, 200); fflush() }' &
    readers="$readers $!"
  done
fi

corrected=0 uncorrected=0 controllers=0
for controller in /sys/devices/system/edac/mc/mc*; do
  if say "$controller/ce_count"; then corrected=$((corrected + said)) controllers=$((controllers + 1)); fi
  if say "$controller/ue_count"; then uncorrected=$((uncorrected + said)); fi
done
if [ $controllers -gt 0 ]; then echo "edac $corrected $uncorrected"; fi

for zone in /sys/class/thermal/thermal_zone*; do
  say "$zone/temp" || continue
  line="thermal $said"
  for trip in "$zone"/trip_point_*_type; do
    if say "$trip"; then
      kind=$said
      if say "${trip%type}temp"; then line="$line $kind=$said"; fi
    fi
  done
  if say "$zone/type"; then echo "$line name=$said"; else echo "$line"; fi
done
# The Raspberry Pi's own word, in hexadecimal: power too low, clock held down, now and since the boot.
for place in /sys/devices/platform/soc/soc:firmware /sys/devices/platform/soc/*firmware /sys/devices/platform/*/*firmware; do
  if say "$place/get_throttled"; then
    echo "pi-throttled $said"
    break
  fi
done
throttled=0
for counter in /sys/devices/system/cpu/cpu[0-9]*/thermal_throttle/core_throttle_count; do
  if say "$counter"; then throttled=$((throttled + said)); fi
done
echo "throttled $throttled"

# What the kernel said, as far as it may matter.
signs='I/O error|edium [Ee]rror|critical target error|EXT[234]-fs.*(error|read-only)|JBD2.*[Ee]rror|Aborting journal|XFS \(.*([Cc]orrupt|error|hut ?down)|BTRFS.*(error|critical|corrupt|errs|readonly)|F2FS-fs.*(rror|corrupt|inconsistent)|SQUASHFS error|UBIFS error|ubi[0-9]+ error|mmc[a-z0-9]*: .*(error|imed out|imeout|failed|never left)|ata[0-9.]+: .*(failed command|exception|error:|hard resetting|link is slow|revalidation failed)|nvme.*(timeout|controller is down|not ready|failure|I/O Error)|md/raid.*(failure|disabling)|Hardware Error|EDAC .*[0-9]+ [CU]E |Memory failure: |Out of memory: Killed|blocked for more than|temperature above threshold|critical temperature|nder-?voltage|Voltage normalised'
{
  within 2 dmesg 2>/dev/null || within 3 journalctl --dmesg --boot --quiet --no-pager --output=short-monotonic --lines=20000 2>/dev/null
} | grep -E "$signs" | tail -n 400 | cut -c 1-400 | sed 's/^/kernel /'
# A kernel that fell over leaves its last words here, if the board can keep them.
for crash in /sys/fs/pstore/* /var/lib/systemd/pstore/*; do
  if [ -e "$crash" ]; then echo "crash ${crash##*/}"; fi
done | head -n 20
within 2 last -x -n 100 --time-format iso reboot shutdown 2>/dev/null | head -n 100 | cut -c 1-200 | sed 's/^/last /'
# Not by `wait`, which would wait for the tools as well.
reading() {
  for reader in $readers; do
    if kill -0 "$reader" 2>/dev/null; then return 0; fi
  done
  return 1
}
polls=0
while reading && [ $polls -lt 30 ]; do
  sleep 0.1 2>/dev/null || sleep 1
  polls=$((polls + 1))
done
for reader in $readers; do kill "$reader" 2>/dev/null; done
exit 0
