/**
 * A long-horizon benchmark: a scripted world tells an agent things over thousands of steps and asks for them later. What an
 * agent still knows then depends on its memory only, for the model in the loop knows nothing but the prompt it is given.
 */
package dev.mimo.examples.recall;
