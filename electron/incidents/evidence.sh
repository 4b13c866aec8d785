# Prints what a host tells of a run and of itself, for an incident log: each part as `part NAME` and, on a line of its own, its
# last bytes in base64. A part that cannot be had says why in its own words. Changes nothing; no part takes longer than three
# seconds, since an engine that hangs must not keep back what there is without it.
# Arguments: the most bytes of a part; the run's key on hosts, or nothing; identifiers of containers that may wait for a restore.
# What is appended to this file prints the parts of the engine, and ends with `about_host`.
set -u
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
most=$1 key=$2
shift 2

within() { if command -v timeout >/dev/null; then timeout -k 1 3 "$@"; else "$@"; fi; }

part() {
  echo "part $1"
  shift
  { within "$@" 2>&1 || echo "shiplock: this ended with status $?"; } | tail -c "$most" | base64 | tr -d '\n'
  echo
}

# NAME FOLDER: its logs, each as criu/NAME/…
logs_in() {
  [ -d "$2" ] || return 0
  find "$2" -name '*.log' -type f | head -n 8 | while IFS= read -r log; do
    part "criu/$1/${log#"$2/"}" tail -c "$most" "$log"
  done
}

about_host() {
  # shellcheck disable=SC2016 # the inner shell's own words
  part versions.txt sh -c '
    echo "kernel: $(uname -srvm)"
    sed -n "s/^PRETTY_NAME=/distribution: /p" /etc/os-release | tr -d "\""
    for tool in criu runc docker containerd rsync zstd; do
      if command -v $tool >/dev/null; then echo "$tool: $($tool --version 2>&1 </dev/null | head -n 1)"; fi
    done
    echo "time: $(date -u +%Y-%m-%dT%H:%M:%SZ)"
    echo "up for: $(cut -d " " -f 1 /proc/uptime) s"
    grep -E "^(MemTotal|MemAvailable|SwapTotal|SwapFree):" /proc/meminfo
    df -Pk /'
  part kernel.log sh -c 'dmesg --time-format iso 2>/dev/null || dmesg'
}

# First what goes away as the run is taken back.
if [ -n "$key" ]; then
  logs_in run "/run/shiplock/$key"
  logs_in run "/var/lib/shiplock/$key"
fi
for id; do logs_in restore "/run/shiplock/waiting/$id"; done
