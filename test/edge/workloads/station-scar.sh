#!/bin/sh
# Leaves in a station's RW layer everything that a copy of it can get wrong: whiteouts, an opaque folder, a copied-up
# file, hard links, a sparse file, odd names, modes and owners.
set -eu
export PATH=/bin
rm /opt/station/whiteout/gone /opt/station/layers/second
rm -r /opt/station/opaque
mkdir /opt/station/opaque
echo new >/opt/station/opaque/new
echo changed >>/opt/station/layers/third
mkdir -p /opt/scars
cd /opt/scars
echo linked >one
ln one two
ln -s one symlink
ln -s /nowhere dangling
dd if=/dev/urandom of=sparse bs=4096 count=1 seek=4095 2>/dev/null
mkfifo fifo
echo odd >"$(printf 'a name\nwith a newline, \303\244 and \047quotes\047')"
echo setuid >setuid
chown 1000:1000 one
chmod 4755 setuid
: >empty
touch -d '2001-02-03 04:05:06' empty
