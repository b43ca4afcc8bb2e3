package dev.mimo.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.AtomicFile;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.PrivateFiles;
import dev.mimo.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What tools were when they were first seen, or last accepted: in memory, or a file for each server in a folder. Safe for use
 * by several threads. A file that cannot be read fails: taking it for none would accept whatever there is now.
 */
final class Pins {

    private static final int FORMAT = 1;
    private static final long LONGEST = 8 * 1024 * 1024;

    private final @Nullable Path folder;
    private final Map<String, Map<String, Pin>> servers = new HashMap<>();

    /**
     * What one tool was.
     *
     * @param description for people, to compare
     */
    record Pin(String hash, String description) {}

    /** {@code folder}: private to the user, outside of all projects, made when it is missing; null for memory alone. */
    Pins(@Nullable Path folder) {
        this.folder = folder;
    }

    /** What the tool is held to: what it was, or what it is now when it is seen for the first time. */
    synchronized Pin first(String server, Definition tool) {
        Map<String, Pin> pins = pins(server);
        Pin pin = pins.get(tool.name());
        if (pin != null) {
            return pin;
        }
        Pin now = new Pin(tool.hash(), tool.description());
        keep(server, tool.name(), now);
        return now;
    }

    /** Null when the tool was never seen. */
    synchronized @Nullable Pin find(String server, String tool) {
        return pins(server).get(tool);
    }

    /** Holds it to what it is now. */
    void accept(McpEvent.ToolChanged change) {
        keep(change.server(), change.name(), new Pin(change.hash(), change.after()));
    }

    private synchronized void keep(String server, String tool, Pin pin) {
        Map<String, Pin> pins = new TreeMap<>(pins(server));
        pins.put(tool, pin);
        if (folder != null) {
            write(folder, server, pins);
        }
        servers.put(server, pins);
    }

    private Map<String, Pin> pins(String server) {
        return servers.computeIfAbsent(server, name -> folder == null ? Map.of() : read(file(folder, name), name));
    }

    private static Path file(Path folder, String server) {
        return folder.resolve("mcp-" + server + ".json");
    }

    private static Map<String, Pin> read(Path file, String server) {
        try {
            if (Files.notExists(file)) {
                return Map.of();
            }
            if (Files.size(file) > LONGEST) {
                throw new MimoException("it is larger than " + LONGEST + " bytes");
            }
            ObjectNode json = Json.readObject(Files.readString(file));
            if (json.path("format").asInt() != FORMAT
                    || !json.path("server").asText().equals(server)) {
                throw new MimoException("it is of another format or another server");
            }
            Map<String, Pin> pins = new TreeMap<>();
            json.path("tools").properties().forEach(tool -> {
                String hash = tool.getValue().path("hash").asText();
                pins.put(
                        tool.getKey(),
                        new Pin(hash, tool.getValue().path("description").asText()));
            });
            return pins;
        } catch (IOException | MimoException e) {
            throw new MimoException(
                    "what the tools of the MCP server \"" + server + "\" were cannot be read from " + file + " ("
                            + e.getMessage() + "); remove the file to accept them as they are now",
                    e);
        }
    }

    private static void write(Path folder, String server, Map<String, Pin> pins) {
        ObjectNode json = Json.object().put("format", FORMAT).put("server", server);
        ObjectNode tools = json.putObject("tools");
        pins.forEach(
                (tool, pin) -> tools.putObject(tool).put("hash", pin.hash()).put("description", pin.description()));
        try {
            PrivateFiles.createFolders(folder);
            byte[] text = json.toPrettyString().getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(file(folder.toRealPath(), server), text, true);
        } catch (IOException e) {
            throw new MimoException(
                    "what the tools of the MCP server \"" + server + "\" are cannot be kept in " + folder, e);
        }
    }
}
