package dev.mimo.mcp;

import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;

/**
 * A tool of a server. For the gate it talks to a place nobody knows, whatever the server says of itself, so that it is asked for
 * unless a rule allows it; its calls run one after the other, as nobody knows which depend on each other.
 */
final class McpTool implements Tool {

    private final ToolSpec spec;
    private final Definition definition;
    private final Link link;

    /** {@code name}: what agents call it. */
    McpTool(String name, Definition definition, Link link) {
        this.spec = new ToolSpec(name, definition.description(), definition.cleanSchema());
        this.definition = definition;
        this.link = link;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public Effect effect() {
        return Effect.NETWORK;
    }

    @Override
    public ToolResult call(ToolCall call, ToolContext context) throws InterruptedException {
        return link.call(call, definition, context);
    }
}
