package dev.mimo.testing.junit;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link AgentTest} does; used by that annotation. */
@SuppressWarnings("exports") // whoever uses it has the test library itself
public final class AgentTestExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(AgentTestExtension.class);

    /** Made by JUnit. */
    public AgentTestExtension() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        boolean alone = context.getExecutionMode() == ExecutionMode.SAME_THREAD;
        OfflineSwitch guard = network(context) ? null : offline(context);
        context.getStore(NAMESPACE).put(AgentFixture.class, new AgentFixture(guard, alone));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        AgentFixture fixture = context.getStore(NAMESPACE).remove(AgentFixture.class, AgentFixture.class);
        if (fixture == null) {
            return;
        }
        Throwable failed = context.getExecutionException().orElse(null);
        List<Throwable> problems = new ArrayList<>(fixture.close(failed == null));
        if (failed != null) {
            problems.forEach(failed::addSuppressed);
        } else if (!problems.isEmpty()) {
            AssertionError error = new AssertionError(String.join(
                    "\n", problems.stream().map(Throwable::getMessage).toList()));
            problems.forEach(error::addSuppressed);
            throw error;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return !(parameter.getDeclaringExecutable() instanceof Constructor)
                && fixture(context) != null
                && AgentFixture.knows(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        String name = parameter.getParameter().isNamePresent()
                ? parameter.getParameter().getName()
                : "";
        AgentFixture fixture = Objects.requireNonNull(fixture(context));
        return fixture.give(parameter.getParameter().getType(), name);
    }

    private static @Nullable AgentFixture fixture(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(AgentFixture.class, AgentFixture.class);
    }

    private static OfflineSwitch offline(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(OfflineSwitch.class, any -> new OfflineSwitch(), OfflineSwitch.class);
    }

    private static boolean network(ExtensionContext context) {
        List<AnnotatedElement> nearestFirst = new ArrayList<>();
        context.getTestMethod().ifPresent(nearestFirst::add);
        for (Class<?> type = context.getRequiredTestClass(); type != null; type = type.getEnclosingClass()) {
            nearestFirst.add(type);
        }
        for (AnnotatedElement element : nearestFirst) {
            AgentTest found =
                    AnnotationSupport.findAnnotation(element, AgentTest.class).orElse(null);
            if (found != null) {
                return found.network();
            }
        }
        return false;
    }
}
