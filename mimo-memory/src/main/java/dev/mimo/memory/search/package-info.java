/** How an agent looks things up in what was said and in what is remembered. */
package dev.mimo.memory.search;
