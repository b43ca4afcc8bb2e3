#!/bin/sh
# Does one task in the current folder, without anybody to ask: run-mimo.sh TASK
# The container is the sandbox, so everything is allowed. MIMO_MODEL, MIMO_MAX_STEPS and MIMO_TIMEOUT come from the harness.
folder=${MIMO_AGENT_FOLDER:-/installed-agent}
MIMO_HOME=$folder/home
export MIMO_HOME
exec java -jar "$folder/mimo/mimo.jar" run --permissions bypass \
    ${MIMO_MAX_STEPS:+--max-steps "$MIMO_MAX_STEPS"} ${MIMO_TIMEOUT:+--timeout "$MIMO_TIMEOUT"} \
    -- "$1"
