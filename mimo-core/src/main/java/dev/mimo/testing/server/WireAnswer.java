package dev.mimo.testing.server;

import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Model;
import dev.mimo.model.ProviderData;
import dev.mimo.model.Reply;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the server says to one request: a reply that each dialect writes in its own form, or bytes as they were recorded.
 *
 * <p>Of a {@link Reply}, the server writes text, {@linkplain #signed thinking}, calls, the reason to stop and the usage. A call
 * with an empty id gets one in the vendor's form. Blocks of {@link Content.Opaque} are written as they are, in messages only.
 * Immutable.
 */
public final class WireAnswer {

    private final @Nullable Model model;
    private final @Nullable Recording recording;
    private final WireFault fault;

    private WireAnswer(@Nullable Model model, @Nullable Recording recording, WireFault fault) {
        this.model = model;
        this.recording = recording;
        this.fault = fault;
    }

    /** Bytes as a provider once sent them. */
    static final class Recording {
        private final int status;
        private final Map<String, String> headers;
        private final byte[] body;

        private Recording(int status, Map<String, String> headers, byte[] body) {
            this.status = status;
            this.headers = Map.copyOf(headers);
            this.body = body.clone();
        }

        int status() {
            return status;
        }

        Map<String, String> headers() {
            return headers;
        }

        byte[] body() {
            return body;
        }
    }

    /** This reply, whatever was asked. */
    public static WireAnswer of(Reply reply) {
        return by((prompt, call) -> reply);
    }

    /** A plain text. */
    public static WireAnswer text(String text) {
        return of(Reply.text(text));
    }

    /** What a model replies to the prompt in the request. Its deltas become the pieces of the stream once it has replied. */
    public static WireAnswer by(Model model) {
        return new WireAnswer(model, null, WireFault.none());
    }

    /** An answer of a real provider, byte for byte. Headers that frame a body are left out, as it is framed anew; to faults
     * it is one piece. */
    public static WireAnswer recorded(int status, Map<String, String> headers, byte[] body) {
        return new WireAnswer(null, new Recording(status, headers, body), WireFault.none());
    }

    /** The same answer going wrong. */
    public WireAnswer with(WireFault other) {
        return new WireAnswer(model, recording, fault.and(other));
    }

    /**
     * Thinking with a signature of its own; thinking without any provider data is signed by the server. An empty signature is
     * none: the block comes without, as from hosts that do not sign. In responses it is the encrypted reasoning.
     */
    public static Content.Thinking signed(String text, String signature) {
        return new Content.Thinking(
                text, new ProviderData("loopback", Json.object().put("signature", signature)));
    }

    /** Thinking of which only the sealed form is shown. */
    public static Content.Thinking redacted(String data) {
        return new Content.Thinking(
                "", new ProviderData("loopback", Json.object().put("data", data)));
    }

    @Nullable
    Model model() {
        return model;
    }

    @Nullable
    Recording recording() {
        return recording;
    }

    WireFault fault() {
        return fault;
    }
}
