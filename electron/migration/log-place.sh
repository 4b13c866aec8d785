# Moves log files from FOLDER/shiplock-log to FOLDER, under names that begin with the new prefix.
# Arguments: FOLDER, the old prefix, the new prefix.
folder=$1 old=$2 new=$3
for file in "$folder/shiplock-log/$old"*; do
  [ -e "$file" ] || continue
  mv -f -- "$file" "$folder/$new${file#"$folder/shiplock-log/$old"}" || exit 1
done
rm -rf -- "$folder/shiplock-log"
