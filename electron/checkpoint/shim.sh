# Installs, uses and removes Shiplock's OCI runtime on a target.
# installed          prints its path if it is there
# install BYTES      the program comes on standard input; one that is cut short on its way replaces nothing
# uninstall
# wait ID IMAGES ADDRESS...
#                    a checkpoint will be in IMAGES for container ID; its connections need those addresses; CRIU's
#                    options come on standard input
# go ID              everything has arrived: restore
# stop ID            give up waiting: nothing will be restored, nor started, for as long as this stays
# forget ID          once the container is gone
# forget-waiting ID  the same, unless `go` was said
# log ID             CRIU's words about the restore
folder=/usr/local/lib/shiplock
program=$folder/runtime
waiting=/run/shiplock/waiting
case $1 in
installed)
  if [ -e "$program" ]; then echo "$program"; fi
  ;;
install)
  mkdir -p "$folder" && cat >"$program.new" && [ "$(wc -c <"$program.new")" -eq "$2" ] && chmod 755 "$program.new" && mv "$program.new" "$program" || exit 1
  # CRIU keeps what it learns of the kernel in /run/criu.kdat: learnt now, the restore need not wait for it.
  if [ ! -e /run/criu.kdat ]; then criu check >/dev/null 2>&1 || true; fi
  ;;
uninstall)
  rm -f "$program" "$program.new"
  rmdir "$folder" 2>/dev/null || true
  ;;
wait)
  (umask 077 && mkdir -p "$waiting/$2") && rm -f "$waiting/$2/go" "$waiting/$2/stop" "$waiting/$2/restored" &&
    cat >"$waiting/$2/criu.conf" && ln -sfn "$3" "$waiting/$2/images" || exit 1
  id=$2
  shift 3
  printf '%s\n' "$@" >"$waiting/$id/addresses"
  ;;
go)
  : >"$waiting/$2/go"
  ;;
stop)
  if [ -d "$waiting/$2" ]; then : >"$waiting/$2/stop"; fi
  ;;
forget | forget-waiting)
  if [ "$1" = forget-waiting ] && [ -e "$waiting/$2/go" ]; then exit 0; fi
  if [ -d "$waiting/$2" ]; then
    : >"$waiting/$2/stop"
    rm -rf "${waiting:?}/$2"
  fi
  rmdir "$waiting" 2>/dev/null || true
  ;;
log)
  cat "$waiting/$2/restore.log" 2>/dev/null || true
  ;;
esac
