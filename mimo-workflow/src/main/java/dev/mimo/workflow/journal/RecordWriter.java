package dev.mimo.workflow.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Cost;
import dev.mimo.model.Json;
import dev.mimo.model.MessageFormat;
import dev.mimo.model.Spent;
import java.io.IOException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the fields of each type of record; {@link JournalFormat} reads them. Confined to one thread. */
final class RecordWriter {

    private final JsonGenerator to;

    private RecordWriter(JsonGenerator to) {
        this.to = to;
    }

    /** Writes the type and the fields, into an object that is open. */
    static void write(JournalRecord record, JsonGenerator to) throws IOException {
        new RecordWriter(to).write(record);
    }

    private void write(JournalRecord record) throws IOException {
        if (record instanceof JournalRecord.CallStarted started) {
            text("type", "call_started");
            key(started.key());
            to.writeNumberField("attempt", started.attempt());
            json("call", started.call());
        } else if (record instanceof JournalRecord.CallSettled settled) {
            text("type", "call_settled");
            key(settled.key());
            text("outcome", JournalFormat.name(settled.outcome()));
            json("value", settled.value());
            text("reason", settled.reason());
            to.writeNumberField("attempts", settled.attempts());
            spent(settled.spent());
        } else if (record instanceof JournalRecord.Delivered delivered) {
            text("type", "delivered");
            path(delivered.path());
        } else if (record instanceof JournalRecord.Read read) {
            text("type", "read");
            path(read.path());
            text("kind", JournalFormat.name(read.kind()));
            text("target", read.target());
            json("value", read.value());
        } else if (record instanceof JournalRecord.Write write) {
            text("type", "write");
            path(write.path());
            text("target", write.target());
            text("before", write.before());
            text("after", write.after());
        } else {
            writeOther(record);
        }
    }

    private void writeOther(JournalRecord record) throws IOException {
        if (record instanceof JournalRecord.Header header) {
            text("type", "header");
            text("name", header.name());
            text("script", header.script());
            json("args", header.args());
            to.writeNumberField("seed", header.seed());
            terms(header.terms());
        } else if (record instanceof JournalRecord.Phase phase) {
            text("type", "phase");
            text("title", phase.title());
        } else if (record instanceof JournalRecord.Log log) {
            text("type", "log");
            text("message", log.message());
        } else if (record instanceof JournalRecord.Child child) {
            text("type", "child");
            path(child.path());
            text("name", child.name());
            text("script", child.script());
            json("args", child.args());
        } else if (record instanceof JournalRecord.Resume resume) {
            text("type", "resume");
            to.writeNumberField("pass", resume.pass());
            text("divergence", JournalFormat.name(resume.divergence()));
            text("script", resume.script());
        } else if (record instanceof JournalRecord.Terminal terminal) {
            text("type", "terminal");
            text("status", JournalFormat.name(terminal.status()));
            json("value", terminal.value());
            text("error", terminal.error());
            spent(terminal.spent());
        } else {
            throw new IllegalArgumentException("a type of record is missing: " + record);
        }
    }

    private void terms(JournalRecord.Terms terms) throws IOException {
        to.writeObjectFieldStart("terms");
        ObjectNode models = Json.object();
        new TreeMap<>(terms.models()).forEach(models::put);
        json("models", models);
        json("caps", terms.caps());
        text("workspace", terms.workspace());
        text("dialect", terms.dialect());
        text("engine", terms.engine());
        to.writeEndObject();
    }

    private void spent(Spent spent) throws IOException {
        Cost cost = spent.cost();
        to.writeObjectFieldStart("spent");
        to.writeNumberField("calls", spent.calls());
        to.writeFieldName("usage");
        MessageFormat.write(spent.usage(), to);
        text("usd", cost == null ? null : cost.usd().toString());
        to.writeEndObject();
    }

    private void key(CallKey key) throws IOException {
        path(key.path());
        text("content", key.content());
    }

    private void path(CallPath path) throws IOException {
        text("path", path.value());
    }

    private void text(String field, @Nullable String value) throws IOException {
        if (value != null) {
            to.writeStringField(field, value);
        }
    }

    private void json(String field, @Nullable JsonNode value) throws IOException {
        if (value != null) {
            to.writeFieldName(field);
            MessageFormat.write(value, to);
        }
    }
}
