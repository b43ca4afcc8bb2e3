/**
 * Tools of MCP servers (<a href="https://modelcontextprotocol.io">Model Context Protocol</a>), as a part of the agent.
 *
 * <p>{@link dev.mimo.mcp.McpServers} starts or reaches the servers that the host lists, and gives an agent their tools as
 * {@code mcp__server__tool}. Nothing a server says is believed: each call is asked for unless a rule says otherwise, a tool
 * whose description has changed is not used until the host accepts it, and what comes back is bounded in size and time.
 *
 * <p>Needs {@code io.modelcontextprotocol.sdk:mcp-core} and {@code mcp-json-jackson2} on the path; nobody else does. On the
 * module path the host's module requires {@code io.modelcontextprotocol.sdk.mcp.core}, {@code
 * io.modelcontextprotocol.sdk.mcp.json.jackson2} and {@code java.net.http}.
 */
package dev.mimo.mcp;
