#!/bin/sh
# database: one sqlite3 process that holds a database in WAL mode open, with its locks and its shared memory, and
# inserts an increasing count into it all the time.
set -u
export PATH=/usr/bin:/bin
database=${1:-/data/db}
tick=${2:-0.02}

sqlite3 "$database" 'PRAGMA journal_mode=WAL; CREATE TABLE IF NOT EXISTS readings (count INTEGER PRIMARY KEY, at TEXT);'

insert() {
  count=0
  while :; do
    count=$((count + 1))
    echo "INSERT INTO readings VALUES ($count, strftime('%Y-%m-%dT%H:%M:%f'));"
    busybox sleep "$tick"
  done
}

trap 'exit 0' TERM INT
insert | sqlite3 -bail "$database" &
wait $!
