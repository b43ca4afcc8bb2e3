package dev.mimo.testing.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.agent.InvalidAgent;
import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.Offline;
import dev.mimo.testing.FakeWorkspace;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.TestEnvironment;
import dev.mimo.tool.ToolContext;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

class AgentTestExtensionIT {

    private static final ThreadLocal<@Nullable Process> STARTED = new ThreadLocal<>();

    /** Tests that are run by the tests below; by itself nobody finds them. */
    @AgentTest
    static final class Sample {

        private @Nullable ScriptedModel first;

        @BeforeEach
        void take(ScriptedModel model) {
            first = model;
        }

        @Test
        void good(
                ScriptedModel model,
                ScriptedModel other,
                FakeWorkspace workspace,
                TestEnvironment time,
                Environment environment,
                ToolContext context,
                AgentBuilder builder) {
            assertThat(model).isSameAs(first).isNotSameAs(other);
            assertThat(environment).isSameAs(time.environment()).isSameAs(context.environment());
            assertThat(context.workspace().root()).isEqualTo(workspace.root());
            model.reply("hello");
            assertThat(builder.model(model).build().run("hi").text()).isEqualTo("hello");
        }

        @Test
        void steps_left(ScriptedModel model) {
            model.reply("never asked for");
        }

        @Test
        void open_session(AgentBuilder builder, ScriptedModel model) {
            builder.model(model).build().session("left-open");
        }

        @Test
        void busy_thread(Environment environment) {
            CountDownLatch never = new CountDownLatch(1);
            environment.executor().execute(() -> {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        @Test
        void child_process() throws IOException {
            STARTED.set(new ProcessBuilder("sleep", "600").start());
        }

        @Test
        void offline() {
            Agent.builder().model("openai:any").build();
        }

        @Test
        @AgentTest(network = true)
        void online() {
            assertThat(Offline.isOn()).isFalse();
        }

        @Test
        void failing(ScriptedModel model) {
            model.reply("never asked for");
            throw new IllegalStateException("the test's own");
        }
    }

    @AfterEach
    void end_what_was_started() {
        Process process = STARTED.get();
        if (process != null) {
            process.destroyForcibly();
            STARTED.remove();
        }
        assertThat(Offline.isOn()).isFalse();
    }

    @Test
    void a_test_is_given_what_it_asks_for() {
        assertThat(run(
                        "good",
                        ScriptedModel.class,
                        ScriptedModel.class,
                        FakeWorkspace.class,
                        TestEnvironment.class,
                        Environment.class,
                        ToolContext.class,
                        AgentBuilder.class))
                .isNull();
    }

    @Test
    void a_script_with_steps_left_fails_the_test() {
        assertThat(run("steps_left", ScriptedModel.class)).hasMessageContaining("1 steps are left");
    }

    @Test
    void an_open_session_fails_the_test() {
        assertThat(run("open_session", AgentBuilder.class, ScriptedModel.class)).hasMessageContaining("left-open");
    }

    @Test
    void a_task_that_does_not_end_fails_the_test() {
        assertThat(run("busy_thread", Environment.class)).hasMessageContaining("1 tasks still run");
    }

    @Test
    void a_child_process_that_does_not_end_fails_the_test() {
        assertThat(run("child_process")).hasMessageContaining("still alive");
    }

    @Test
    void a_model_by_name_is_refused_unless_the_network_is_allowed() {
        assertThat(run("offline")).isInstanceOf(InvalidAgent.class).hasMessageContaining("offline");
        assertThat(run("online")).isNull();
    }

    @Test
    void the_failure_of_the_test_itself_is_what_is_told() {
        assertThat(run("failing", ScriptedModel.class))
                .isInstanceOf(IllegalStateException.class)
                .hasNoSuppressedExceptions();
    }

    @Test
    void offline_only_this_machine_is_reachable() {
        OfflineSwitch guard = new OfflineSwitch();
        guard.enter();
        guard.enter();
        guard.leave();
        try {
            Offline.refuse(URI.create("http://127.0.0.1:8080/v1"));
            Offline.refuse(URI.create("http://[::1]/v1"));
            for (String far :
                    new String[] {"https://api.example.com/", "http://127.0.0.1.example.com/", "http://10.0.0.1/"}) {
                assertThatThrownBy(() -> Offline.refuse(URI.create(far))).isInstanceOf(MimoException.class);
            }
        } finally {
            guard.leave();
        }
        Offline.refuse(URI.create("https://api.example.com/"));
    }

    private static @Nullable Throwable run(String method, Class<?>... parameters) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectMethod(Sample.class, method, parameters))
                                .build(),
                        summary);
        assertThat(summary.getSummary().getTestsStartedCount()).isEqualTo(1);
        return summary.getSummary().getFailures().stream()
                .map(failure -> failure.getException())
                .findFirst()
                .orElse(null);
    }
}
