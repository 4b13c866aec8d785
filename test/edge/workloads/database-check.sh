#!/bin/sh
# Prints `ok COUNT` if the database is whole and its counts are 1, 2, 3 … COUNT; otherwise what is wrong, and fails.
set -eu
export PATH=/usr/bin:/bin
database=${1:-/data/db}
whole=$(sqlite3 "$database" 'PRAGMA integrity_check;')
[ "$whole" = ok ] || { echo "$whole"; exit 1; }
result=$(sqlite3 "$database" "SELECT CASE WHEN count(*) = coalesce(max(count), 0) AND coalesce(min(count), 1) = 1
  THEN 'ok ' || count(*) ELSE count(*) || ' readings from ' || min(count) || ' to ' || max(count) END FROM readings;")
echo "$result"
case $result in
  ok*) ;;
  *) exit 1 ;;
esac
