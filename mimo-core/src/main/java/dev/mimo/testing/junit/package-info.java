/**
 * The test kit for JUnit Jupiter and AssertJ, which a host must have beside the library: {@link
 * dev.mimo.testing.junit.AgentTest} with what tests need, assertions about outcomes, transcripts and events, and contract
 * suites for whoever writes a store of their own.
 */
package dev.mimo.testing.junit;
