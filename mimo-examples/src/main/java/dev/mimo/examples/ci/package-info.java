/** An agent in a build job: it repairs what made a check fail, or leaves everything as it was. */
@NullMarked
package dev.mimo.examples.ci;

import org.jspecify.annotations.NullMarked;
