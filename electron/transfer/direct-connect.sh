# On the source, as the login user: opens the connection to the target that the transfers will share, and holds it until
# standard input ends. Prints `open` when the far end answers.
# Arguments: FOLDER ADDRESS PORT USER HOST-KEY-ALGORITHMS
command -v ssh >/dev/null || { echo 'There is no ssh.' >&2; exit 127; }
exec ssh -F /dev/null -M -S "$1/control" -T -a -x -l "$4" -p "$3" \
  -o BatchMode=yes -o PreferredAuthentications=publickey -o IdentityAgent=SSH_AUTH_SOCK -o IdentityFile=none \
  -o StrictHostKeyChecking=yes -o HostKeyAlias=shiplock-target -o HostKeyAlgorithms="$5" -o CheckHostIP=no \
  -o UserKnownHostsFile="$1/known" -o GlobalKnownHostsFile=/dev/null -o UpdateHostKeys=no \
  -o ConnectTimeout=5 -o ServerAliveInterval=3 -o ServerAliveCountMax=3 -o ControlPersist=no -o Compression=no \
  -o Ciphers=aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes128-ctr,aes256-ctr,chacha20-poly1305@openssh.com \
  -- "$2" hold
