#!/bin/sh
# Run WORKERS processes of the app behind nginx on PORT of ADDRESS, until Ctrl+C. The workers
# themselves listen on the ports after it, on this machine only.
# Started by `make serve`, which installs what it needs; docs/hosting.md explains it.
set -eu
cd "$(dirname "$0")/.."

WORKERS="${WORKERS:-2}"
PORT="${PORT:-8501}"
ADDRESS="${ADDRESS:-127.0.0.1}"
PYTHON="${PYTHON:-python3}"
"$PYTHON" hosting/free_ports.py "$ADDRESS" "$PORT" "$WORKERS"
RUN="$(mktemp -d)"
trap 'rm -rf "$RUN"' EXIT
export WORKERS PYTHON RUN

mkdir "$RUN/tmp"
chmod 711 "$RUN" && chmod 1777 "$RUN/tmp" # nginx's own workers are another user where root starts it
cp hosting/nginx.conf "$RUN/"
echo "listen $ADDRESS:$PORT;" > "$RUN/listen.conf"
BASE="${STREAMLIT_SERVER_BASE_URL_PATH:-}" # with or without slashes around it
BASE="${BASE#/}" && BASE="${BASE%/}"
echo "proxy_pass http://workers${BASE:+/$BASE}/_stcore/health;" > "$RUN/health.conf"
n=0
while [ "$n" -lt "$WORKERS" ]; do
  n=$((n + 1))
  echo "server 127.0.0.1:$((PORT + n)) max_fails=1 fail_timeout=2s;" >> "$RUN/upstream.conf"
  cat >> "$RUN/workers.conf" <<EOF_WORKER
[program:worker-$n]
command=$PYTHON -m streamlit run app.py --server.address 127.0.0.1 --server.port $((PORT + n))
autorestart=true
startretries=1000000
stopwaitsecs=5
stdout_logfile=/dev/null
stdout_logfile_maxbytes=0
stderr_logfile=/dev/fd/2
stderr_logfile_maxbytes=0

EOF_WORKER
done

# One secret for all, so that any worker takes what another has signed.
STREAMLIT_SERVER_COOKIE_SECRET="$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n')"
STREAMLIT_SERVER_HEADLESS=true
STREAMLIT_SERVER_FILE_WATCHER_TYPE=none
export STREAMLIT_SERVER_COOKIE_SECRET STREAMLIT_SERVER_HEADLESS STREAMLIT_SERVER_FILE_WATCHER_TYPE

# What the workers print themselves, each its own address, is nobody's to open.
echo "Backprop Playground: http://$ADDRESS:$PORT${BASE:+/$BASE}"
echo "Workers: $WORKERS, on ports $((PORT + 1)) to $((PORT + WORKERS)). Ctrl+C stops them."
as_root="$([ "$(id -u)" != 0 ] || echo "--user=root")" # as supervisord asks for
"$PYTHON" -m supervisor.supervisord -c hosting/supervisord.conf $as_root &
trap 'kill -TERM $!' INT TERM
wait $! || true # a signal ends the first wait
wait $! || true
