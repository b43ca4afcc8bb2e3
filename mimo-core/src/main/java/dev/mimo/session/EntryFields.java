package dev.mimo.session;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mimo.model.Cost;
import dev.mimo.model.Fields;
import dev.mimo.model.MessageFormat;
import dev.mimo.model.Role;
import dev.mimo.model.Spent;
import dev.mimo.model.StopReason;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of each type of entry, written and read. */
final class EntryFields {

    private EntryFields() {}

    static String type(Entry entry) {
        if (entry instanceof Entry.Opened) {
            return "opened";
        } else if (entry instanceof Entry.TurnStarted) {
            return "turn_started";
        } else if (entry instanceof Entry.TurnMeasured) {
            return "turn_measured";
        } else if (entry instanceof Entry.MessageAdded) {
            return "message_added";
        } else if (entry instanceof Entry.Steered) {
            return "steered";
        } else if (entry instanceof Entry.ReplyAdded) {
            return "reply_added";
        } else if (entry instanceof Entry.CallStarted) {
            return "call_started";
        } else if (entry instanceof Entry.CallEdited) {
            return "call_edited";
        } else if (entry instanceof Entry.CallAllowed) {
            return "call_allowed";
        } else if (entry instanceof Entry.CallDelegated) {
            return "call_delegated";
        } else if (entry instanceof Entry.CallFinished) {
            return "call_finished";
        } else if (entry instanceof Entry.TurnPaused) {
            return "turn_paused";
        } else if (entry instanceof Entry.TurnEnded) {
            return "turn_ended";
        } else if (entry instanceof Entry.PlanChanged) {
            return "plan_changed";
        } else if (entry instanceof Entry.Noted) {
            return "noted";
        }
        throw new IllegalArgumentException("an entry is missing: " + entry);
    }

    static void write(Entry entry, JsonGenerator to) throws IOException {
        if (entry instanceof Entry.MessageAdded added) {
            to.writeFieldName("message");
            MessageFormat.write(added.message(), to);
            writeText("steer", added.steer(), to);
        } else if (entry instanceof Entry.Steered steered) {
            to.writeStringField("id", steered.id());
            to.writeFieldName("message");
            MessageFormat.write(steered.message(), to);
        } else if (entry instanceof Entry.ReplyAdded reply) {
            to.writeFieldName("message");
            MessageFormat.write(reply.message(), to);
            to.writeStringField("stop_reason", reply.stopReason().value());
            to.writeFieldName("usage");
            MessageFormat.write(reply.usage(), to);
        } else if (entry instanceof Entry.CallStarted started) {
            to.writeStringField("call", started.callId());
        } else if (entry instanceof Entry.CallEdited edited) {
            to.writeStringField("call", edited.callId());
            to.writeFieldName("arguments");
            MessageFormat.write(edited.arguments(), to);
        } else if (entry instanceof Entry.CallAllowed allowed) {
            to.writeStringField("call", allowed.callId());
        } else if (entry instanceof Entry.CallDelegated delegated) {
            to.writeStringField("call", delegated.callId());
            to.writeStringField("child", delegated.child().value());
        } else if (entry instanceof Entry.CallFinished finished) {
            to.writeFieldName("result");
            MessageFormat.write(finished.result(), to);
        } else {
            writeOther(entry, to);
        }
    }

    private static void writeOther(Entry entry, JsonGenerator to) throws IOException {
        if (entry instanceof Entry.Opened opened) {
            SessionId parent = opened.parent();
            to.writeStringField("agent", opened.agent());
            writeText("parent", parent == null ? null : parent.value(), to);
        } else if (entry instanceof Entry.TurnStarted started) {
            to.writeStringField("turn", started.turn());
            if (started.terms() != null) {
                to.writeFieldName("terms");
                MessageFormat.write(started.terms(), to);
            }
        } else if (entry instanceof Entry.TurnMeasured measured) {
            writeMeasured(measured, to);
        } else if (entry instanceof Entry.TurnPaused paused) {
            to.writeStringField("turn", paused.turn());
            to.writeArrayFieldStart("questions");
            for (Entry.Question question : paused.questions()) {
                to.writeStartObject();
                to.writeStringField("call", question.callId());
                to.writeStringField("text", question.text());
                to.writeEndObject();
            }
            to.writeEndArray();
        } else if (entry instanceof Entry.TurnEnded ended) {
            to.writeStringField("turn", ended.turn());
            to.writeStringField("outcome", ended.outcome());
            to.writeStringField("text", ended.text());
        } else if (entry instanceof Entry.PlanChanged changed) {
            to.writeFieldName("plan");
            PlanFormat.write(changed.plan(), to);
        } else if (entry instanceof Entry.Noted noted) {
            to.writeStringField("kind", noted.kind());
            to.writeFieldName("data");
            MessageFormat.write(noted.data(), to);
        }
    }

    static Entry read(Fields from) {
        String type = from.text("type");
        return switch (type) {
            case "opened" -> new Entry.Opened(from.text("agent"), session(from.textOrNull("parent")));
            case "turn_started" ->
                new Entry.TurnStarted(from.text("turn"), from.has("terms") ? from.object("terms") : null);
            case "turn_measured" -> measured(from);
            case "message_added" ->
                new Entry.MessageAdded(from.read("message", MessageFormat::userMessage), from.textOrNull("steer"));
            case "steered" -> new Entry.Steered(from.text("id"), from.read("message", MessageFormat::userMessage));
            case "reply_added" ->
                new Entry.ReplyAdded(
                        from.read("message", MessageFormat::assistantMessage),
                        new StopReason(from.text("stop_reason")),
                        from.read("usage", MessageFormat::usage));
            case "call_started" -> new Entry.CallStarted(from.text("call"));
            case "call_edited" -> new Entry.CallEdited(from.text("call"), from.object("arguments"));
            case "call_allowed" -> new Entry.CallAllowed(from.text("call"));
            case "call_delegated" -> new Entry.CallDelegated(from.text("call"), SessionId.of(from.text("child")));
            case "call_finished" -> new Entry.CallFinished(from.read("result", MessageFormat::toolResult));
            case "turn_paused" ->
                new Entry.TurnPaused(from.text("turn"), from.list("questions", EntryFields::question));
            case "turn_ended" -> new Entry.TurnEnded(from.text("turn"), from.text("outcome"), from.text("text"));
            case "plan_changed" -> new Entry.PlanChanged(from.read("plan", PlanFormat::read));
            case "noted" -> new Entry.Noted(from.text("kind"), from.object("data"));
            default -> from.refuse("type", "a type of entry that this version knows");
        };
    }

    private static void writeMeasured(Entry.TurnMeasured measured, JsonGenerator to) throws IOException {
        to.writeStringField("turn", measured.turn());
        to.writeNumberField("worked", measured.worked().toMillis());
        writeSpent(measured.spent(), to);
        to.writeStringField("known_usd", measured.known().usd().toPlainString());
        if (!measured.byRole().isEmpty()) {
            to.writeArrayFieldStart("roles");
            for (Map.Entry<Role, Spent> part : measured.byRole().entrySet()) {
                to.writeStartObject();
                to.writeStringField("role", part.getKey().label());
                writeSpent(part.getValue(), to);
                to.writeEndObject();
            }
            to.writeEndArray();
        }
    }

    private static void writeSpent(Spent spent, JsonGenerator to) throws IOException {
        Cost cost = spent.cost();
        to.writeNumberField("calls", spent.calls());
        to.writeFieldName("usage");
        MessageFormat.write(spent.usage(), to);
        writeText("usd", cost == null ? null : cost.usd().toPlainString(), to);
    }

    private static Entry measured(Fields from) {
        Map<Role, Spent> byRole = new EnumMap<>(Role.class);
        if (from.has("roles")) {
            from.list("roles", part -> byRole.put(role(part), spent(part)));
        }
        return new Entry.TurnMeasured(
                from.text("turn"),
                Duration.ofMillis(from.number("worked")),
                spent(from),
                Cost.usd(from.text("known_usd")),
                byRole);
    }

    private static Spent spent(Fields from) {
        long calls = from.number("calls");
        if (calls < 0 || calls > Integer.MAX_VALUE) {
            return from.refuse("calls", "a count");
        }
        String usd = from.textOrNull("usd");
        return new Spent((int) calls, from.read("usage", MessageFormat::usage), usd == null ? null : Cost.usd(usd));
    }

    private static Role role(Fields from) {
        String label = from.text("role");
        for (Role role : Role.values()) {
            if (role.label().equals(label)) {
                return role;
            }
        }
        return from.refuse("role", "a role that this version knows");
    }

    private static Entry.Question question(Fields from) {
        return new Entry.Question(from.text("call"), from.text("text"));
    }

    private static @Nullable SessionId session(@Nullable String value) {
        return value == null ? null : SessionId.of(value);
    }

    private static void writeText(String field, @Nullable String value, JsonGenerator to) throws IOException {
        if (value != null) {
            to.writeStringField(field, value);
        }
    }
}
