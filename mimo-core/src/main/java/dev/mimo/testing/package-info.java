/**
 * Doubles that users need too: models that follow a script, faults, an environment whose time stands still, a workspace in a
 * temporary folder.
 */
package dev.mimo.testing;
