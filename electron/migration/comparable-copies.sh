# Makes a round's copy comparable with the next one, although the container writes meanwhile.
# ready PID              on the source: CRIU makes a folder in /tmp of the container while it dumps, for which overlayfs
#                        copies /tmp into the RW layer; done beforehand, the dump leaves the RW layer as it is
# begin PATH...          on the source: prints the clock, in seconds; then brings memory-mapped changes to the file systems,
#                        so that later ones show in time stamps
# doubt SECONDS PATH...  on the target: files that changed since shortly before that moment may have changed again within
#                        the same tick of the clock; their time stamps are set back, so that the next round looks again.
#                        Prints, one a line, the numbers (from 0) of the paths that hold hard links
case $1 in
ready)
  tmp=/proc/$2/root/tmp
  if [ -d "$tmp" ] && [ ! -L "$tmp" ]; then touch -c -r "$tmp" "$tmp" 2>/dev/null; fi
  exit 0
  ;;
begin)
  shift
  date +%s
  for path; do
    words=$(LC_ALL=C sync -f -- "$path" 2>&1) && continue
    # Nothing is written any more to a disk that became read-only, and what is read of it does not change.
    case $words in *'Read-only file system'*) continue ;; esac
    echo "$words" >&2
    exit 1
  done
  ;;
doubt)
  since=$(($2 - 2))
  shift 2
  number=0
  for path; do
    find "$path" ! -type d -newermt "@$since" -exec touch -h -d @1 {} + || exit 1
    if [ -n "$(find "$path" -type f -links +1 -print -quit)" ]; then echo "$number"; fi
    number=$((number + 1))
  done
  ;;
esac
