package dev.mimo.tool;

import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An annotated method as a tool. */
final class MethodTool implements Tool {

    private final Object target;
    private final Method method;
    private final ObjectShape arguments;
    private final AgentTool marked;
    private final ToolSpec spec;

    private MethodTool(Object target, Method method, AgentTool marked) {
        this.target = target;
        this.method = method;
        this.marked = marked;
        this.arguments = arguments(method);
        String name = marked.name().isEmpty() ? method.getName() : marked.name();
        this.spec = new ToolSpec(name, marked.value(), arguments.schema());
    }

    static List<Tool> from(Object target) {
        refuseHidden(target.getClass());
        List<MethodTool> tools = new ArrayList<>();
        for (Method method : target.getClass().getMethods()) {
            AgentTool marked = method.getAnnotation(AgentTool.class);
            if (marked != null && !method.isBridge()) {
                tools.add(new MethodTool(target, method, marked));
            }
        }
        if (tools.isEmpty()) {
            throw new IllegalArgumentException(target.getClass().getName() + " has no public method marked @AgentTool");
        }
        // Reflection gives methods in no order, and every prompt begins with the tools.
        tools.sort(Comparator.comparing(tool -> tool.spec.name()));
        Toolbox.of(tools);
        return List.copyOf(tools);
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public Effect effect() {
        return marked.effect();
    }

    @Override
    public List<Action> actions(ToolCall call, Workspace workspace) {
        arguments.values(call.arguments(), "");
        return Tool.super.actions(call, workspace);
    }

    @Override
    public ToolResult call(ToolCall call, ToolContext context) throws Exception {
        @Nullable Object[] given = arguments.values(call.arguments(), "");
        @Nullable Object[] values = new @Nullable Object[method.getParameterCount()];
        int next = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = method.getParameterTypes()[i] == ToolContext.class ? context : given[next++];
        }
        return RecordTool.result(call, invoke(values));
    }

    private @Nullable Object invoke(@Nullable Object[] values) throws Exception {
        try {
            return method.invoke(target, values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception thrown) {
                throw thrown;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    private static ObjectShape arguments(Method method) {
        if (!method.trySetAccessible()) {
            throw new IllegalArgumentException(where(method) + " cannot be called from here; its module "
                    + method.getDeclaringClass().getModule().getName() + " must say: "
                    + ShapeReader.opens(method.getDeclaringClass()));
        }
        List<ObjectShape.Field> fields = new ArrayList<>();
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            Parameter parameter = parameters[i];
            if (parameter.getType() == ToolContext.class) {
                continue;
            }
            if (!parameter.isNamePresent()) {
                throw new IllegalArgumentException(where(method)
                        + ": the names of its parameters are not in the class file; compile with -parameters");
            }
            String where = where(method) + "(" + parameter.getName() + ")";
            fields.add(new ShapeReader()
                    .field(parameter.getName(), method.getAnnotatedParameterTypes()[i], parameter, where));
        }
        return new ObjectShape("", fields, (values, at) -> values);
    }

    /** A mark on a method that nobody can call is a mistake, not a wish. */
    private static void refuseHidden(Class<?> type) {
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            Arrays.stream(at.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(AgentTool.class))
                    .filter(method -> !Modifier.isPublic(method.getModifiers()))
                    .findFirst()
                    .ifPresent(method -> {
                        throw new IllegalArgumentException(where(method) + " is marked @AgentTool but not public");
                    });
        }
    }

    private static String where(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
}
