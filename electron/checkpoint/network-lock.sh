# Keeps a frozen container's kernel from speaking for it: what it acknowledged after the dump, its copy would never see,
# and the end of its sockets would end the connections that the copy holds by then. Loopback stays open.
# lock PID | unlock PID      host process ID of the container's first process. Safe to repeat.
for tool in iptables ip6tables; do
  for rule in 'INPUT ! -i lo -j DROP' 'OUTPUT ! -o lo -j DROP'; do
    # shellcheck disable=SC2086 # a rule is several words
    if nsenter -t "$2" -n "$tool" -w -C $rule 2>/dev/null; then there=yes; else there=no; fi
    case $1-$there in
    lock-no) action=-I ;;
    unlock-yes) action=-D ;;
    *) continue ;;
    esac
    # shellcheck disable=SC2086
    nsenter -t "$2" -n "$tool" -w $action $rule || [ "$tool" = ip6tables ] || exit 1
  done
done
exit 0
