package dev.mimo.examples.observability;

import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Comparator;
import java.util.List;

/** Spans as a text: each on a line, below its parent, in the order in which they began. */
record SpanTree(List<SpanData> spans) {

    SpanTree {
        spans = spans.stream()
                .sorted(Comparator.comparingLong(SpanData::getStartEpochNanos))
                .toList();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (SpanData span : spans) {
            if (spans.stream().noneMatch(other -> other.getSpanId().equals(span.getParentSpanId()))) {
                append(text, span, "");
            }
        }
        return text.toString();
    }

    private void append(StringBuilder text, SpanData span, String indent) {
        text.append(indent).append(span.getName()).append('\n');
        spans.stream()
                .filter(child -> child.getParentSpanId().equals(span.getSpanId()))
                .forEach(child -> append(text, child, indent + "  "));
    }
}
