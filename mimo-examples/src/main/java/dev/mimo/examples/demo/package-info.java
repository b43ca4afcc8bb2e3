/** The main job, shown: an agent repairs a small Java project, with a model that needs no network. */
@NullMarked
package dev.mimo.examples.demo;

import org.jspecify.annotations.NullMarked;
