package dev.mimo.mcp;

import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;

/** Streamable HTTP by the SDK, with the headers of one server, which no redirect may carry elsewhere. */
final class HttpTransport {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration SLACK = Duration.ofSeconds(5);

    private HttpTransport() {}

    static McpClientTransport of(McpServer server, URI address, McpJsonMapper json) {
        String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        String endpoint = address.getRawQuery() == null ? path : path + "?" + address.getRawQuery();
        Duration longest =
                server.callLimit().compareTo(server.startLimit()) > 0 ? server.callLimit() : server.startLimit();
        return HttpClientStreamableHttpTransport.builder(address.getScheme() + "://" + address.getRawAuthority())
                .endpoint(endpoint)
                .jsonMapper(json)
                .connectTimeout(CONNECT_LIMIT)
                .maxResponseSize(StdioTransport.LARGEST_MESSAGE)
                .customizeClient(client -> client.followRedirects(HttpClient.Redirect.NEVER))
                .requestBuilder(HttpRequest.newBuilder().timeout(longest.plus(SLACK)))
                .addHttpRequestCustomizer((request, method, uri, body, context) ->
                        server.secrets().forEach(request::setHeader))
                .build();
    }
}
