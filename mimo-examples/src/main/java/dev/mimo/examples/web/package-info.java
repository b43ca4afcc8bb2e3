/** Agents on a web page: a small internal tool on the JDK's own HTTP server, with streaming and approvals. */
@NullMarked
package dev.mimo.examples.web;

import org.jspecify.annotations.NullMarked;
