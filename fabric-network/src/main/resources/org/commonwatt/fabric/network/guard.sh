# Runs a command and stops it when this script's standard input ends: when whoever started it died.
# A signal to this script stops the command, too; the script ends after the command, not before it.
# $1: file for the command's process id; the rest: the command.
pid_file=$1
shift
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
echo "$child" >"$pid_file"
stop() {
  kill "$child" 2>/dev/null
  sleep 10
  kill -9 "$child" 2>/dev/null
}
(
  cat <&3 >/dev/null
  stop
) &
stoppers=$!
exec 3<&-
trap 'stop & stoppers="$stoppers $!"' TERM INT
# A signal ends a wait before the command's end.
while true; do
  wait "$child"
  result=$?
  kill -0 "$child" 2>/dev/null || break
done
# The stoppers' own children have nobody to wait for them, and end with the standard input.
kill $stoppers 2>/dev/null
exit "$result"
