#!/bin/sh
# Shiplock's OCI runtime: runc, except that `create` for a container that has a checkpoint waiting becomes a restore.
#
# A checkpoint waits in /run/shiplock/waiting/ID:
#   images      the CRIU images, a folder or a link to one
#   criu.conf   options for CRIU
#   addresses   the container's own addresses that its established connections need, one a line
#   go          made once everything has arrived and was checked: nothing is restored before
#   stop        made when the move was given up
# The engine may ask for `create` while the last bytes are still on their way: its own preparations (network, mounts)
# then cost the container's users nothing. `create` waits for `go`, at most PATIENCE seconds, and fails without it.
# Without such a folder this is runc and nothing else, so a container made with it outlives Shiplock's use.
set -u
PATH=${PATH:-/usr/bin}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
PATIENCE=300

# The command is the first word that is neither an option nor an option's value; the container's ID comes last.
command='' expects_value=no id=''
for word; do
  if [ $expects_value = yes ]; then
    expects_value=no
  elif [ -z "$command" ]; then
    case $word in
    --root | --log | --log-format | --criu | --rootless) expects_value=yes ;;
    -*) ;;
    *) command=$word ;;
    esac
  fi
  id=$word
done
waiting=/run/shiplock/waiting/$id

if [ "$command" = start ] && [ -e "$waiting/restored" ]; then
  # The restored processes run already.
  rm -rf "$waiting"
  exit 0
fi
# The folder alone decides: the images it leads to may not have arrived yet.
if [ "$command" != create ] || [ ! -d "$waiting" ] || [ -e "$waiting/restored" ]; then
  exec runc "$@"
fi

polls=0
while [ ! -e "$waiting/go" ]; do
  if [ -e "$waiting/stop" ] || [ ! -d "$waiting" ] || [ $polls -ge $((PATIENCE * 50)) ]; then
    echo "shiplock: the move was given up, nothing was started" >&2
    exit 1
  fi
  polls=$((polls + 1))
  sleep 0.02
done

# The same words with `create` replaced, and without what `restore` does not know.
bundle='' pid_file='' previous='' count=$#
while [ "$count" -gt 0 ]; do
  word=$1
  shift
  count=$((count - 1))
  if [ "$previous" = --bundle ] || [ "$previous" = -b ]; then bundle=$word; fi
  if [ "$previous" = --pid-file ]; then pid_file=$word; fi
  previous=$word
  case $word in
  create)
    set -- "$@" restore --detach --empty-ns network --image-path "$waiting/images" --work-path "$waiting"
    ;;
  --no-new-keyring) ;;
  *) set -- "$@" "$word" ;;
  esac
done

# Under version 2 of the control groups CRIU puts the processes into the group of the container that was dumped, whose
# identifier is in its name, unless it is told the group of this one. "cgroupsPath" is a path, or systemd's
# SLICE:PREFIX:NAME, where a slice a-b.slice lies in a.slice.
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  group=$(grep -o '"cgroupsPath":"[^"]*"' "$bundle/config.json" | head -n 1)
  group=${group#*:\"} group=${group%\"}
  case $group in
  *:*:*)
    slice=${group%%:*} rest=${group#*:}
    above='' group=''
    old_ifs=$IFS IFS=-
    for part in ${slice%.slice}; do
      above=${above:+$above-}$part
      group=$group/$above.slice
    done
    IFS=$old_ifs
    group=$group/${rest%%:*}-${rest#*:}.scope
    ;;
  esac
  if [ -n "$group" ]; then printf 'cgroup-root %s\n' "$group" >>"$waiting/criu.conf"; fi
fi

# The network namespace is a new one, and runc sets its parameters for new containers only: "sysctl":{"net.a.b":"1",…}
grep -o '"sysctl":{[^}]*}' "$bundle/config.json" | grep -o '"net\.[^"]*":"[^"]*"' | while IFS=: read -r name value; do
  printf '%s %b\n' "$(printf '%s' "$name" | tr -d '"' | tr . /)" "$(printf '%s' "$value" | tr -d '"')"
done >"$waiting/sysctl"

# CRIU makes and connects sockets again before Docker 28 has given the new network namespace anything: the hook lends it what
# they need, on the loopback device, and sets the parameters that there are already (ping sockets need one).
network=$waiting/network.sh
cat >"$network" <<'END'
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
pid=$(grep -o '"pid": *[0-9]*' | tr -dc 0-9)
within() { nsenter -t "$pid" -n ip "$@"; }
within link set lo up
while read -r address; do
  if [ -z "$address" ] || within -o address | grep -qF " $address/"; then continue; fi
  within address add "$address" dev lo
  within route add default dev lo
done <"$1/addresses"
while read -r name value; do
  nsenter -t "$pid" -n sh -c 'printf "%s\n" "$2" >"/proc/sys/$1"' sysctl "$name" "$value" 2>/dev/null
done <"$1/sysctl"
exit 0
END

# runc hands CRIU the options in the file that this annotation names. If annotations or hooks are there already, Go's
# decoder merges the two objects.
hook="{\"path\":\"/bin/sh\",\"args\":[\"sh\",\"$network\",\"$waiting\"]}"
annotations="{\"org.criu.config\":\"$waiting/criu.conf\"}"
sed -i "1s#{#{\"annotations\":$annotations,\"hooks\":{\"createRuntime\":[$hook]},#" "$bundle/config.json" || exit 1

# CRIU does not follow a mount's source that is a symbolic link (/etc/localtime, docker-init), as the engine does.
literal() { printf '%s' "$1" | sed 's/[][\\.*^$#&]/\\&/g'; }
grep -o '"source":"/[^"\\]*"' "$bundle/config.json" | sort -u | while IFS= read -r entry; do
  link=${entry#\"source\":\"} link=${link%\"}
  if [ -L "$link" ] && real=$(readlink -f "$link"); then
    sed -i "s#$(literal "$entry")#\"source\":\"$(literal "$real")\"#g" "$bundle/config.json"
  fi
done
runc "$@" || exit
pid=$(cat "$pid_file")

while read -r address; do
  [ -n "$address" ] || continue
  nsenter -t "$pid" -n ip address del "$address" dev lo 2>/dev/null
  nsenter -t "$pid" -n ip route del default dev lo 2>/dev/null
done <"$waiting/addresses"

while read -r name value; do
  # shellcheck disable=SC2016 # the inner shell's own words
  nsenter -t "$pid" -n sh -c 'printf "%s\n" "$2" >"/proc/sys/$1"' sysctl "$name" "$value" ||
    echo "shiplock: $name could not be set" >&2
done <"$waiting/sysctl"
touch "$waiting/restored"
