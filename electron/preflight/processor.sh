#!/bin/sh
# Whether what ran on another host's processor can go on on this one's, by CRIU: 0 or another status, and its words.
# fpu: the registers that it restores, without which it refuses. ins: instructions that programs may use.
# usage: processor.sh DESCRIPTION      CRIU's image of it, in base64
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
command -v criu >/dev/null 2>&1 || exit 0
folder=$(mktemp -d /run/shiplock-XXXXXX 2>/dev/null || mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
printf '%s' "$1" | base64 -d >"$folder/cpuinfo.img" || exit 0
# CRIU adds what it is told to both, unless none is named first.
for capability in fpu ins; do
  criu cpuinfo check --images-dir "$folder" --cpu-cap="none,$capability" >"$folder/words" 2>&1 </dev/null
  echo "$capability=$?"
  head -c 4096 "$folder/words" | sed "s/^/$capability-said=/"
done
