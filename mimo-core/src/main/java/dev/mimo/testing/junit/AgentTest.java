package dev.mimo.testing.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests of agents: on a class, or on single test methods, beside {@code @Test}.
 *
 * <p>Test, {@code @BeforeEach} and {@code @AfterEach} methods may take as parameters, made anew for each test and closed after
 * it:
 *
 * <ul>
 *   <li>{@link dev.mimo.testing.ScriptedModel}: several by their parameters' names, if classes are compiled with
 *       {@code -parameters}; else always the same one
 *   <li>{@link dev.mimo.testing.FakeWorkspace}, {@link dev.mimo.tool.Workspace}: one folder
 *   <li>{@link dev.mimo.testing.TestEnvironment}, {@link dev.mimo.environment.Environment}: one, whose time moves by itself when
 *       somebody sleeps
 *   <li>{@link dev.mimo.session.SessionStore}: one, in memory
 *   <li>{@link dev.mimo.testing.TestToolContext}, {@link dev.mimo.tool.ToolContext}: one, in that workspace and environment
 *   <li>{@link dev.mimo.agent.AgentBuilder}: a new one each time, with that environment and store
 * </ul>
 *
 * <p>While a test runs, models by name and the transports of providers refuse every address but this machine's own; see
 * {@link dev.mimo.environment.Offline} for what that does not cover. The switch is the process's: a test that needs the network
 * must not run at the same time.
 *
 * <p>After it, the test fails when a session of the store is open, a task of the environment still runs 5 s after it was
 * cancelled, a child process that was not there before is alive after as long (not looked at when tests run at the same
 * time, nor for processes that have left the tree), or, if the test itself passed, a script has steps left.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(AgentTestExtension.class)
@SuppressWarnings("exports") // whoever uses it has the test library itself
public @interface AgentTest {

    /** Whether the test may ask models over the network; on a method it overrules that of the class. */
    boolean network() default false;
}
