# Runs a command and stops it when this script's standard input ends: when whoever started it died.
# $1: file for the command's process id; the rest: the command.
pid_file=$1
shift
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
echo "$child" >"$pid_file"
(
  cat <&3 >/dev/null
  kill "$child" 2>/dev/null
  sleep 10
  kill -9 "$child" 2>/dev/null
) &
watcher=$!
exec 3<&-
trap 'kill "$child" 2>/dev/null' TERM INT
wait "$child"
result=$?
# The watcher's own children have nobody to wait for them, and end with the standard input.
kill "$watcher" 2>/dev/null
exit "$result"
