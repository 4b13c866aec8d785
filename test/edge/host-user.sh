#!/bin/sh
# Makes a user on a test host, whom a key lets in.
#   host-user.sh NAME nopasswd|password|none PASSWORD PUBLIC_KEY
set -eu
name=$1
sudo=$2
password=$3
key=$4
useradd --create-home --shell /bin/bash "$name"
echo "$name:$password" | chpasswd
install -d -m 700 -o "$name" -g "$name" "/home/$name/.ssh"
echo "$key" >"/home/$name/.ssh/authorized_keys"
chown "$name:" "/home/$name/.ssh/authorized_keys"
chmod 600 "/home/$name/.ssh/authorized_keys"
case $sudo in
  nopasswd) rule="$name ALL=(ALL) NOPASSWD: ALL" ;;
  password) rule="$name ALL=(ALL) ALL" ;;
  *) exit 0 ;;
esac
echo "$rule" >"/etc/sudoers.d/$name"
chmod 440 "/etc/sudoers.d/$name"
