#!/usr/bin/env bash
# Compiles the library with its tests and runs them. Needs a JDK, nothing else.
set -eu
cd "$(dirname "$0")"
if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/javac" ]; then
    PATH="$JAVA_HOME/bin:$PATH"
fi
classes="$(mktemp -d)"
trap 'rm -rf "$classes"' EXIT
# Little code and a short life: without the optimizing compiler it is over sooner.
javac -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -encoding UTF-8 -d "$classes" src/agenda/*.java test/agenda/*.java
java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$classes" agenda.AgendaTest
