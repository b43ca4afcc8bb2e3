package dev.mimo.tool.coding;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.tool.TestToolContext;
import dev.mimo.tool.Tool;
import dev.mimo.tool.Toolbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One session's calls of the coding tools in a folder. */
final class Calls {

    final Path root;
    final TestToolContext context;
    private final Toolbox tools = Toolbox.of(CodingTools.files());

    Calls(Path root) {
        this(root, new TestToolContext(root));
    }

    Calls(Path root, TestToolContext context) {
        try {
            this.root = root.toRealPath();
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
        this.context = context;
    }

    /** The whole result of a call; pairs of names and values. */
    ToolResult result(String tool, Object... arguments) throws Exception {
        ToolCall call = call(tool, arguments);
        Tool found = tools.find(tool);
        found.actions(call, context.workspace());
        return found.call(call, context);
    }

    String told(String tool, Object... arguments) throws Exception {
        return result(tool, arguments).text();
    }

    /** What a call that fails says. */
    String fault(String tool, Object... arguments) throws Exception {
        try {
            return "no fault but: " + told(tool, arguments);
        } catch (MimoException e) {
            return e.getMessage();
        }
    }

    Tool tool(String name) {
        return tools.find(name);
    }

    static ToolCall call(String tool, Object... arguments) {
        ObjectNode json = Json.object();
        for (int i = 0; i < arguments.length; i += 2) {
            json.set((String) arguments[i], Json.mapper().valueToTree(arguments[i + 1]));
        }
        return ToolCall.of("call-1", tool, json);
    }

    Calls file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** Writes a file and reads it with the tool. */
    Calls known(String name, String text) throws Exception {
        file(name, text);
        told("read", "path", name);
        return this;
    }

    String text(String name) throws IOException {
        return Files.readString(root.resolve(name));
    }

    /** Every file below the root with its content, by path. */
    SortedMap<String, String> tree() throws IOException {
        SortedMap<String, String> tree = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                tree.put(root.relativize(path).toString(), Files.readString(path));
            }
        }
        return tree;
    }
}
