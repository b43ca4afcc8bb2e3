/** What a run looks like: phases, groups, agents and nested runs, as its journal tells, and as text and as a page. */
@NullMarked
package dev.mimo.workflow.tree;

import org.jspecify.annotations.NullMarked;
