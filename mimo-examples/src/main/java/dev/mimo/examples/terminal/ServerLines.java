package dev.mimo.examples.terminal;

import dev.mimo.mcp.McpEvent;

/** What happens to MCP servers, on one line. */
final class ServerLines {

    private ServerLines() {}

    static String of(McpEvent event) {
        String server = "MCP server " + event.server();
        if (event instanceof McpEvent.Started started) {
            return server + " is up" + (started.again() ? " again" : "") + ": " + started.tools() + " tools";
        }
        if (event instanceof McpEvent.Stopped stopped) {
            return server + " was lost and is started again: " + stopped.reason();
        }
        if (event instanceof McpEvent.Absent absent) {
            return server + " is not there: " + absent.reason();
        }
        if (event instanceof McpEvent.ToolChanged changed) {
            return changed.tool() + " has changed and is not used; mimo mcp shows it and --accept takes it";
        }
        McpEvent.ToolsListed listed = (McpEvent.ToolsListed) event;
        return server + " has other tools: " + listed.added().size() + " new, "
                + listed.gone().size() + " gone";
    }
}
