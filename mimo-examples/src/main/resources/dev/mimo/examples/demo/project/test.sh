#!/usr/bin/env bash
# Compiles the library with its tests and runs them. Needs a JDK, nothing else.
set -eu
cd "$(dirname "$0")"
if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/javac" ]; then
    PATH="$JAVA_HOME/bin:$PATH"
fi
classes="$(mktemp -d)"
trap 'rm -rf "$classes"' EXIT
javac -encoding UTF-8 -d "$classes" src/agenda/*.java test/agenda/*.java
java -cp "$classes" agenda.AgendaTest
