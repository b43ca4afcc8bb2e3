package dev.mimo.testing.junit;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.environment.Environment;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.session.SessionStore;
import dev.mimo.testing.FakeWorkspace;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.TestEnvironment;
import dev.mimo.testing.TestToolContext;
import dev.mimo.tool.ToolContext;
import dev.mimo.tool.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that one test was given, and what is to be looked at when it is over. Confined to one thread at a time. */
final class AgentFixture {

    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final Set<Class<?>> KNOWN = Set.of(
            ScriptedModel.class,
            FakeWorkspace.class,
            Workspace.class,
            TestEnvironment.class,
            Environment.class,
            SessionStore.class,
            TestToolContext.class,
            ToolContext.class,
            AgentBuilder.class);

    private final @Nullable OfflineSwitch guard;
    private final @Nullable Set<Long> processes;
    private final TestEnvironment environment = TestEnvironment.autoAdvancing();
    private final WatchedStore store =
            new WatchedStore(new InMemorySessionStore(environment.environment().clock()));
    private final Map<String, ScriptedModel> models = new LinkedHashMap<>();
    private @Nullable FakeWorkspace workspace;
    private @Nullable TestToolContext context;

    /** {@code alone}: no other test runs meanwhile, so that a new process can only be this one's. */
    AgentFixture(@Nullable OfflineSwitch guard, boolean alone) {
        this.guard = guard;
        this.processes = alone ? children().map(ProcessHandle::pid).collect(Collectors.toSet()) : null;
        if (guard != null) {
            guard.enter();
        }
    }

    static boolean knows(Class<?> type) {
        return KNOWN.contains(type);
    }

    Object give(Class<?> type, String name) {
        if (type == ScriptedModel.class) {
            return models.computeIfAbsent(name, any -> ScriptedModel.create());
        } else if (type == FakeWorkspace.class) {
            return workspace();
        } else if (type == Workspace.class) {
            return workspace().workspace();
        } else if (type == TestEnvironment.class) {
            return environment;
        } else if (type == Environment.class) {
            return environment.environment();
        } else if (type == SessionStore.class) {
            return store;
        } else if (type == AgentBuilder.class) {
            return Agent.builder().environment(environment.environment()).store(store);
        }
        return context();
    }

    /** Closes everything. What is wrong; of scripts only when the test has {@code passed}. */
    List<Throwable> close(boolean passed) {
        List<Throwable> problems = new ArrayList<>();
        try {
            List<String> open =
                    store.openSessions().stream().map(Object::toString).toList();
            if (!open.isEmpty()) {
                problems.add(new AssertionError("sessions were not closed: " + String.join(", ", open)));
            }
            if (passed) {
                models.forEach((name, model) -> attempt(() -> exhausted(name, model), problems));
            }
            TestToolContext tools = context;
            if (tools != null) {
                attempt(tools::close, problems);
            }
            attempt(environment::close, problems);
            attempt(store::close, problems);
            attempt(this::requireNoProcesses, problems);
            FakeWorkspace folder = workspace;
            if (folder != null) {
                attempt(folder::close, problems);
            }
        } finally {
            if (guard != null) {
                guard.leave();
            }
        }
        return problems;
    }

    private static void exhausted(String name, ScriptedModel model) {
        try {
            model.assertExhausted();
        } catch (AssertionError e) {
            throw name.isEmpty() ? e : new AssertionError("model \"" + name + "\": " + e.getMessage(), e);
        }
    }

    private static void attempt(Runnable end, List<Throwable> problems) {
        try {
            end.run();
        } catch (RuntimeException | AssertionError e) {
            problems.add(e);
        }
    }

    private void requireNoProcesses() {
        Set<Long> before = processes;
        if (before == null) {
            return;
        }
        long end = System.nanoTime() + GRACE_NANOS;
        List<ProcessHandle> left = children()
                .filter(process -> !before.contains(process.pid()) && !ends(process, end))
                .toList();
        if (!left.isEmpty()) {
            String names = left.stream()
                    .map(process ->
                            process.pid() + " " + process.info().command().orElse("(unknown)"))
                    .collect(Collectors.joining(", "));
            throw new AssertionError("child processes are still alive: " + names);
        }
    }

    private static boolean ends(ProcessHandle process, long end) {
        try {
            process.onExit().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return !process.isAlive();
        }
    }

    private static Stream<ProcessHandle> children() {
        return ProcessHandle.current().descendants();
    }

    private FakeWorkspace workspace() {
        FakeWorkspace made = workspace;
        if (made == null) {
            made = FakeWorkspace.create();
            workspace = made;
        }
        return made;
    }

    private TestToolContext context() {
        TestToolContext made = context;
        if (made == null) {
            made = TestToolContext.builder(workspace().workspace())
                    .environment(environment.environment())
                    .build();
            context = made;
        }
        return made;
    }
}
