#!/usr/bin/env bash
# Runs a PostgreSQL server until standard input ends: postgresql.sh PROGRAMS FOLDER PORT PASSWORD. Says "ready".
set -euo pipefail
programs="$1" folder="$2" port="$3" password="$4"
data="$folder/data"
as=()
if [ "$(id -u)" -eq 0 ]; then
  # The server refuses to run as root.
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
  chmod 711 "$folder"
fi
install -d -m 700 "$data" "$folder/socket"
printf '%s\n' "$password" >"$folder/password"
if [ "$(id -u)" -eq 0 ]; then chown -R postgres "$data" "$folder/socket" "$folder/password"; fi
cd /
"${as[@]}" "$programs/initdb" -D "$data" -U loader -A scram-sha-256 --pwfile="$folder/password" -E UTF8 --no-locale \
  --no-sync >/dev/null 2>&1
"${as[@]}" "$programs/postgres" -D "$data" -p "$port" -k "$folder/socket" -c listen_addresses=127.0.0.1 -c fsync=off \
  -c max_connections=20 >"$folder/log" 2>&1 </dev/null &
server=$!
trap 'kill -QUIT "$server" 2>/dev/null; wait "$server" 2>/dev/null || true' EXIT
for _ in $(seq 1200); do
  kill -0 "$server" || break
  if PGPASSWORD="$password" psql -Xqh 127.0.0.1 -p "$port" -U loader postgres -c 'CREATE DATABASE registry' >/dev/null 2>&1
  then
    echo ready
    cat >/dev/null
    exit 0
  fi
  sleep 0.1
done
echo "no server: $(tail -n 3 "$folder/log")" >&2
exit 1
