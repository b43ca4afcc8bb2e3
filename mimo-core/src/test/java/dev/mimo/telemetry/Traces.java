package dev.mimo.telemetry;

import dev.mimo.environment.Environment;
import dev.mimo.testing.SequentialIds;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** OpenTelemetry's own SDK, which keeps all spans and knows which are open; and the spans as an indented text. */
final class Traces implements AutoCloseable {

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> begun = new ConcurrentHashMap<>();
    final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(new Counting())
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();

    /** Time goes on by a millisecond whenever somebody looks, so that spans follow each other. */
    static Environment.Builder environment() {
        AtomicLong millis = new AtomicLong(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
        return Environment.builder().ids(new SequentialIds()).clock(new Clock() {
            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(millis.incrementAndGet());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        });
    }

    int open() {
        return open.get();
    }

    List<SpanData> spans() {
        return exporter.getFinishedSpanItems().stream()
                .sorted(Comparator.comparing(span -> begun.getOrDefault(span.getSpanId(), 0)))
                .toList();
    }

    SpanData span(String name) {
        return spans().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span \"" + name + "\" in:\n" + tree()));
    }

    /** Each span on a line, indented below its parent, with its error; children in the order in which they began. */
    String tree() {
        StringBuilder text = new StringBuilder();
        spans().stream()
                .filter(span ->
                        spans().stream().noneMatch(other -> other.getSpanId().equals(span.getParentSpanId())))
                .forEach(root -> append(text, root, ""));
        return text.toString();
    }

    private void append(StringBuilder text, SpanData span, String indent) {
        text.append(indent).append(span.getName());
        Long candidate = span.getAttributes().get(AttributeKey.longKey("mimo.candidate"));
        if (candidate != null) {
            text.append(' ').append(candidate);
        }
        if (span.getStatus().getStatusCode() == StatusCode.ERROR) {
            text.append(" !").append(span.getAttributes().get(AttributeKey.stringKey("error.type")));
        }
        text.append('\n');
        spans().stream()
                .filter(child -> child.getParentSpanId().equals(span.getSpanId()))
                .forEach(child -> append(text, child, indent + "  "));
    }

    @Override
    public void close() {
        sdk.close();
    }

    private final class Counting implements SpanProcessor {
        @Override
        public void onStart(Context parent, ReadWriteSpan span) {
            open.incrementAndGet();
            begun.put(span.getSpanContext().getSpanId(), begun.size());
        }

        @Override
        public boolean isStartRequired() {
            return true;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            open.decrementAndGet();
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }
}
