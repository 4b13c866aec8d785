# Prints how busy a host is, watched for a while. Arguments: seconds.
# Lines, each only where the host tells: `load` and the average of the last minute; `processors` and their number; `stall cpu`,
# `stall io`, `stall memory` and the share of the last ten seconds, in percent, in which something waited for it; for each link
# `link`, its name, and the bytes that it has carried, both ways together, before the watch and after it; `watched` and the milliseconds.
LC_ALL=C
export LC_ALL
# What goes between containers alone is no traffic of a link.
is_link() { [ "$1" != lo ] && [ ! -d "/sys/class/net/$1/bridge" ] && [ ! -d "/sys/class/net/$1/brport" ]; }
carried() { sed -n 's/^ *\([^ :]*\): *\([0-9]*\)\( *[0-9]*\)\{7\} *\([0-9]*\) .*/\1 \2 \4/p' /proc/net/dev; }
began=$(date +%s%N)
before=$(carried)
sleep "$1"
after=$(carried)
ms=$((($(date +%s%N) - began) / 1000000))
echo "watched $ms"
echo "$after" | while read -r name received sent; do
  is_link "$name" || continue
  echo "$before" | while read -r known was_received was_sent; do
    if [ "$known" = "$name" ]; then echo "link $name $((was_received + was_sent)) $((received + sent))"; fi
  done
done
if read -r load _ </proc/loadavg; then echo "load $load"; fi
echo "processors $(getconf _NPROCESSORS_ONLN)"
for of in cpu io memory; do
  sed -n "s/^some avg10=\([0-9.]*\).*/stall $of \1/p" "/proc/pressure/$of" 2>/dev/null
done
exit 0
