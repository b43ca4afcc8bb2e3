/** One page about one session: what it took, what its context went through, what it did, and what it knows. */
@NullMarked
package dev.mimo.examples.report;

import org.jspecify.annotations.NullMarked;
