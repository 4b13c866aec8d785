/** A writer whose files change all the time, and what tells whether a copy of them is of one moment. */

/**
 * `at`: the folder that it writes in. In each round: n/K is replaced by a new file, after its old one got the name h/K too; s/K is written three times in
 * place, always with the same size. K goes round from 0 to 99.
 */
export const churnScript = `
mkdir -p $at/churn/n $at/churn/h $at/churn/s; cd $at/churn; i=0
while :; do
  i=$((i + 1)); k=$((i % 100)); echo $i >i
  [ ! -e n/$k ] || ln -f n/$k h/$k
  printf 'c %08d' $i >n/.new; mv n/.new n/$k
  printf 'a %08d' $i >s/$k; printf 'b %08d' $i >s/$k; printf 'c %08d' $i >s/$k
done`;

/** `$1`: the folder that it writes in. Says what is not as the writer left it; what it is at, and was at last, is in motion. */
export const churnCheckScript = `
cd "$1/churn"; i=$(cat i); [ -n "$i" ] || { echo 'no count'; exit 0; }
back=2
while [ $back -lt 100 ]; do
  j=$((i - back)); k=$((j % 100)); back=$((back + 1))
  [ "$(cat n/$k)" = "$(printf 'c %08d' $j)" ] || echo "n/$k holds $(cat n/$k), not $j"
  [ "$(cat s/$k)" = "$(printf 'c %08d' $j)" ] || echo "s/$k holds $(cat s/$k), not $j"
  [ "$(cat h/$k)" = "$(printf 'c %08d' $((j - 100)))" ] || echo "h/$k holds $(cat h/$k), not $((j - 100))"
done
`;
