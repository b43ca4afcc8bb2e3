/** What a company builds of agents and plain Java: typed answers in between, rules in code, a person where money moves. */
@NullMarked
package dev.mimo.examples.pipeline;

import org.jspecify.annotations.NullMarked;
