/** A second opinion: judges that choose among candidates and decide whether a goal is met. */
package dev.mimo.judge;
