/** An embeddable agent for long tasks: the loop, its seams, coding tools, permissions, sessions and a test kit. */
@org.jspecify.annotations.NullMarked
module dev.mimo.core {
    requires transitive org.jspecify;
    requires transitive com.fasterxml.jackson.databind;
    requires io.github.javadiffutils;
    requires org.apache.commons.io;
    requires com.networknt.schema;
    requires org.jsoup;
    requires org.slf4j;
    requires org.yaml.snakeyaml;
    requires static io.opentelemetry.api;
    requires static io.opentelemetry.context;
    requires static micrometer.core;
    requires static io.modelcontextprotocol.sdk.mcp.core;
    requires static io.modelcontextprotocol.sdk.mcp.json.jackson2;
    requires static java.net.http;
    requires static org.assertj.core;
    requires static org.junit.jupiter.api;
    requires static reactor.core;

    exports dev.mimo.environment;
    exports dev.mimo.model;
    exports dev.mimo.session;
    exports dev.mimo.tool;
    exports dev.mimo.tool.coding;
    exports dev.mimo.tool.shell;
    exports dev.mimo.tool.web;
    exports dev.mimo.permission;
    exports dev.mimo.agent;
    exports dev.mimo.extension;
    exports dev.mimo.mcp;
    exports dev.mimo.undo;
    exports dev.mimo.judge;
    exports dev.mimo.telemetry;
    exports dev.mimo.testing;
    exports dev.mimo.testing.junit;
    exports dev.mimo.testing.server;
    exports dev.mimo.testing.wire;

    uses dev.mimo.model.ModelProvider;
}
