package dev.mimo.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;
import dev.mimo.model.Json;
import java.util.List;

/**
 * What is told of MCP servers: to the listeners of every session that is open, and to each session when it is opened. Texts
 * of servers are cleaned and bounded; there are no secrets among them.
 */
public sealed interface McpEvent extends Event {

    /** Characters of a tool's name, as a server may call it anything. */
    int LONGEST_NAME = 128;

    /** The name of the server. */
    String server();

    /**
     * It is up.
     *
     * @param tools how many tools it has
     * @param again whether it was up before and had ended
     */
    record Started(String server, int tools, boolean again) implements McpEvent {
        @Override
        public String type() {
            return "mcp_server_started";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("server", server).put("tools", tools).put("again", again);
        }
    }

    /**
     * It ended although nobody wanted it to; it is being started again. Calls it was at were told that they were interrupted.
     *
     * @param reason what is known of its end
     */
    record Stopped(String server, String reason) implements McpEvent {
        @Override
        public String type() {
            return "mcp_server_stopped";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("server", server).put("reason", reason);
        }
    }

    /**
     * It could not be started, and nobody tries any more until its tools are called or the next agent is built.
     *
     * @param reason what is known of the last try
     */
    record Absent(String server, String reason) implements McpEvent {
        @Override
        public String type() {
            return "mcp_server_absent";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("server", server).put("reason", reason);
        }
    }

    /**
     * A tool is not what it was when it was first seen: its description, or what it takes. It is not used until the host
     * {@linkplain McpServers#accept accepts} it.
     *
     * @param name as the server calls it
     * @param tool as agents call it: {@code mcp__server__tool}
     * @param before the description it had
     * @param after the description it has; the same when its arguments changed
     * @param hash names what would be accepted
     */
    record ToolChanged(String server, String name, String tool, String before, String after, String hash)
            implements McpEvent {
        @Override
        public String type() {
            return "mcp_tool_changed";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object()
                    .put("server", server)
                    .put("name", ServerText.line(name, LONGEST_NAME))
                    .put("tool", tool)
                    .put("before", before)
                    .put("after", after)
                    .put("hash", hash);
        }
    }

    /**
     * It has other tools than before. Agents keep those they were built with: a new tool is for those built from now on, one that
     * is gone answers with an error.
     *
     * @param added as the server calls them
     * @param gone likewise
     */
    record ToolsListed(String server, List<String> added, List<String> gone) implements McpEvent {

        public ToolsListed {
            added = List.copyOf(added);
            gone = List.copyOf(gone);
        }

        @Override
        public String type() {
            return "mcp_tools_listed";
        }

        @Override
        public ObjectNode toJson() {
            ObjectNode json = Json.object().put("server", server);
            fill(json.putArray("added"), added);
            fill(json.putArray("gone"), gone);
            return json;
        }

        private static void fill(ArrayNode list, List<String> names) {
            names.forEach(name -> list.add(ServerText.line(name, LONGEST_NAME)));
        }
    }
}
