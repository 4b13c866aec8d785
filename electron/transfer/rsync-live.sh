# Runs one side of rsync over files that change meanwhile. What vanished before rsync came to it is no failure: a later
# round, or the freeze, sends what is there then. Status 24 says that files vanished; but some calls report the same as
# an error (status 23), with the system's reason at the end of the line. Anything else stays the failure it is.
# The sending side hears both sides' errors; the receiving side says nothing of its own and is not asked.
# Arguments: send or receive, and the command.
side=$1
shift
{ errors=$("$@" 2>&1 >&3 3>&-); } 3>&1
status=$?
[ -z "$errors" ] || printf '%s\n' "$errors" >&2
# ENOENT, ENOTDIR (a folder became a file) and ESTALE.
vanished='\((2|20|116)\)$'
case $status in
24) exit 0 ;;
23)
  if [ "$side" = receive ]; then exit 0; fi
  if printf '%s\n' "$errors" | grep -E '^rsync: ' | grep -Eqv "$vanished"; then exit 23; fi
  # A failure without a reason is not explained away.
  printf '%s\n' "$errors" | grep -Eq "^rsync: .*$vanished" || exit 23
  exit 0
  ;;
*) exit $status ;;
esac
