# Writes parts of a file to standard output, one after the other. Lines `FIRST COUNT` on standard input say which, in blocks.
# Arguments: the file; bytes of a block.
while read -r first count; do
  dd if="$1" bs="$2" skip="$first" count="$count" status=none || exit 1
done
