/**
 * Contract suites in JUnit: whoever writes a store of their own extends one and learns whether the library can rely on it.
 * Needs JUnit Jupiter and AssertJ beside the library.
 */
package dev.mimo.testing.junit;
