package dev.mimo.providers;

import dev.mimo.environment.EventSink;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Content;
import dev.mimo.model.JsonSchema;
import dev.mimo.model.ModelRef;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolSpec;
import dev.mimo.providers.DecodedAnswer.Outcome;
import dev.mimo.providers.http.Answer;
import dev.mimo.providers.http.RecordedAnswer;
import dev.mimo.providers.wire.AnswerReader;
import dev.mimo.providers.wire.Decoding;
import dev.mimo.providers.wire.Reading;
import dev.mimo.providers.wire.Received;
import dev.mimo.providers.wire.Wire;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers that were kept in files, just as a live call would, and opens no socket. Immutable: each method gives a
 * changed copy. Safe for use by several threads.
 *
 * <pre>{@code
 * DecodedAnswer answer = AnswerDecoder.of(Dialect.OPENAI_CHAT).decode(200, Map.of(), Files.newInputStream(file));
 * }</pre>
 */
public final class AnswerDecoder {

    private static final URI NOWHERE = URI.create("http://localhost");

    private final Dialect dialect;
    private final ModelServer server;
    private final Wire wire;
    private final @Nullable Map<String, JsonSchema> tools;

    private AnswerDecoder(Dialect dialect, ModelServer server, @Nullable Map<String, JsonSchema> tools) {
        this.dialect = dialect;
        this.server = server;
        this.tools = tools;
        wire = server.wire();
    }

    /** Reads what a plain server of the dialect sends. */
    public static AnswerDecoder of(Dialect dialect) {
        return new AnswerDecoder(dialect, ModelServer.of(dialect, NOWHERE, ModelRef.of("any", "recorded")), null);
    }

    /**
     * Reads what the vendor's endpoint sends.
     *
     * @throws MimoException when the vendor is unknown, or does not speak the dialect
     */
    public AnswerDecoder vendor(String name) {
        Vendor vendor = Vendors.standard().find(name);
        for (VendorEndpoint endpoint : vendor == null ? List.<VendorEndpoint>of() : vendor.endpoints()) {
            if (endpoint.dialect() == dialect) {
                ModelServer plain = ModelServer.of(dialect, NOWHERE, ModelRef.of(name, "recorded"));
                return new AnswerDecoder(
                        dialect, plain.policy(Vendors.standard().policy(endpoint)), tools);
            }
        }
        throw new MimoException("no vendor \"" + name + "\" that speaks " + dialect.label());
    }

    /**
     * Holds calls against the tools that the model was told of; without, neither names nor arguments are checked.
     *
     * @throws MimoException when an input schema cannot be used
     */
    public AnswerDecoder tools(List<ToolSpec> specs) {
        Map<String, JsonSchema> schemas = new HashMap<>();
        for (ToolSpec spec : specs) {
            schemas.put(spec.name(), JsonSchema.of(spec.inputSchema()));
        }
        return new AnswerDecoder(dialect, server, schemas);
    }

    /**
     * Reads one answer to its end; where the body ends, the connection counts as ended. Blocks as long as {@code body} does
     * and does not close it. A body that cannot be read on is incomplete.
     *
     * @param status the HTTP status
     * @param headers by name, in any letter case
     */
    public DecodedAnswer decode(int status, Map<String, String> headers, InputStream body) {
        Answer answer = new RecordedAnswer(server.endpoint(), status, headers, body);
        Decoding decoding = wire.decoding(EventSink.none());
        Reading reading = new AnswerReader(answer, decoding, server.policy().errors()).readAll();
        Received received = reading.received();
        Outcome outcome =
                reading.fault() == null ? Outcome.COMPLETE : reading.brokenOff() ? Outcome.INCOMPLETE : Outcome.ERROR;
        List<DecodedAnswer.Call> calls = new ArrayList<>();
        for (Content block : received.content()) {
            if (block instanceof ToolCall call) {
                calls.add(new DecodedAnswer.Call(call, fault(call, outcome)));
            }
        }
        return new DecodedAnswer(
                outcome, received.content(), calls, received.stopReason(), received.usage(), reading.fault());
    }

    private @Nullable String fault(ToolCall call, Outcome outcome) {
        if (outcome != Outcome.COMPLETE) {
            return "the answer is not complete";
        }
        if (!call.isWhole()) {
            return "the arguments are no JSON object, or were cut";
        }
        if (call.name().isBlank()) {
            return "the call names no tool";
        }
        return tools == null ? null : fault(call, tools.get(call.name()));
    }

    private static @Nullable String fault(ToolCall call, @Nullable JsonSchema schema) {
        if (schema == null) {
            return "no tool is named " + call.name();
        }
        List<String> faults = schema.check(call.arguments());
        return faults.isEmpty() ? null : String.join("; ", faults);
    }
}
