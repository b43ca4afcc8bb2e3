package dev.mimo.tool;

import dev.mimo.model.ToolSpec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The abilities of one agent, in a fixed order, so that the head of every prompt is the same bytes. Immutable. */
public final class Toolbox implements Iterable<Tool> {

    private final Map<String, Tool> tools = new LinkedHashMap<>();
    private final List<ToolSpec> specs;

    private Toolbox(Iterable<? extends Tool> given) {
        List<ToolSpec> told = new ArrayList<>();
        for (Tool tool : given) {
            ToolSpec spec = tool.spec();
            if (tools.putIfAbsent(spec.name(), tool) != null) {
                throw new IllegalArgumentException("two tools are named \"" + spec.name() + "\"");
            }
            told.add(spec);
        }
        specs = List.copyOf(told);
    }

    /** Throws {@link IllegalArgumentException} when two tools have one name. */
    public static Toolbox of(Iterable<? extends Tool> tools) {
        return new Toolbox(tools);
    }

    /** Those whose names are wanted, in the same order. */
    public Toolbox only(Predicate<String> wanted) {
        return new Toolbox(tools.values().stream()
                .filter(tool -> wanted.test(tool.spec().name()))
                .toList());
    }

    /** The same list each time. */
    public List<ToolSpec> specs() {
        return specs;
    }

    /** The tool of that name, to the letter; null when there is none. */
    public @Nullable Tool find(String name) {
        return tools.get(name);
    }

    @Override
    public Iterator<Tool> iterator() {
        return List.copyOf(tools.values()).iterator();
    }
}
