#!/bin/bash
# One line for each test, as the harness would count them.
result=0
check() {
    if eval "$2"; then echo "PASSED $1"; else echo "FAILED $1"; result=1; fi
}
check greets_ada 'grep -q Ada greeting.txt'
check nothing_else '[ "$(ls ./*.txt)" = ./greeting.txt ]'
exit $result
