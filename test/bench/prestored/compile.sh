#!/bin/sh
# A program that is compiled in parallel, again and again: many short processes that read sources and write objects. Each time
# a tenth of the sources has changed. /data/generation says how often it was compiled.
set -eu
sources=60
export PATH=/usr/bin:/bin TMPDIR=/data/passing
mkdir -p /data/source /data/object "$TMPDIR"

# write_source NUMBER GENERATION
write_source() {
  {
    echo '#include <stdio.h>'
    i=0
    while [ $i -lt 40 ]; do
      echo "int f_$1_$i(int x, FILE *out) { for (int k = 0; k < x; k++) fprintf(out, \"$2 %d,\", x * k + $i); return x % ($i + 3); }"
      i=$((i + 1))
    done
  } >/data/source/"$1".c
}

# changed GENERATION: writes the tenth whose turn it is, or all at first.
changed() {
  n=0
  while [ $n -lt $sources ]; do
    if [ "$1" -eq 0 ] || [ $(((n + $1) % 10)) -eq 0 ]; then write_source $n "$1"; fi
    n=$((n + 1))
  done
}

cat >/data/Makefile <<'MAKE'
objects := $(patsubst source/%.c,object/%.o,$(wildcard source/*.c))
all: $(objects)
object/%.o: source/%.c ; gcc -g -O2 -c -o $@ $<
MAKE
cd /data
generation=0
while :; do
  changed $generation
  make --silent --jobs 2
  generation=$((generation + 1))
  echo $generation >/data/generation
done
