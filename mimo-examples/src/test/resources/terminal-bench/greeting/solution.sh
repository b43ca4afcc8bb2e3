#!/bin/bash
rm old.txt
echo "Hello, Ada!" > greeting.txt
