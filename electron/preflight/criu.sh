#!/bin/sh
# CRIU's own verdict on this host, its processor's description, and by which tool it keeps packets from a frozen container.
# Prints key=value lines; nothing where there is no CRIU. What CRIU writes on the way is taken away again.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
command -v criu >/dev/null 2>&1 || exit 0
# In memory: the disk may be read-only.
folder=$(mktemp -d /run/shiplock-XXXXXX 2>/dev/null || mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM

# For its trials, once a boot, CRIU wants to write to /tmp: where that is read-only it gets one of its own.
if trial=$(mktemp /tmp/shiplock-XXXXXX 2>/dev/null); then
  rm -f "$trial"
  ask() { criu "$@"; }
else
  # shellcheck disable=SC2016 # the inner shell's own words
  ask() { unshare --mount sh -c 'mount -t tmpfs tmpfs /tmp && exec criu "$@"' criu "$@"; }
fi

ask check >"$folder/words" 2>&1 </dev/null
echo "status=$?"
head -c 8192 "$folder/words" | sed 's/^/said=/'

if ask cpuinfo dump --images-dir "$folder" >/dev/null 2>&1 </dev/null && [ -s "$folder/cpuinfo.img" ]; then
  echo "processor=$(base64 <"$folder/cpuinfo.img" | tr -d '\n')"
fi

# What CRIU was built with is named first in its help; the administrator's word counts more.
default=$(criu --help 2>&1 | sed -n "s/.*'\(iptables\|nftables\)' (default).*/\1/p" | head -n 1)
set -- /etc/criu/default.conf /etc/criu/runc.conf
configured=$(sed -n 's/^[[:space:]]*\(--\)\{0,1\}network-lock[[:space:]=]*\([a-z]*\).*/\2/p' "$@" 2>/dev/null | tail -n 1)
echo "networkLock=${configured:-$default}"
if command -v iptables-restore >/dev/null 2>&1; then echo iptables=yes; fi
