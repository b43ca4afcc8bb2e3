package dev.mimo.providers.anthropic;

import dev.mimo.model.Json;

/** Writes the events of an answer as Anthropic does. */
final class Stream {

    private final StringBuilder body = new StringBuilder();

    static Stream begun() {
        return new Stream().event("""
                        {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","content":[],
                        "stop_reason":null,"usage":{"input_tokens":10,"output_tokens":1}}}""");
    }

    static Stream empty() {
        return new Stream();
    }

    /** The name is that of the type. */
    Stream event(String json) {
        String line = json.replace("\n", "");
        body.append("event: ")
                .append(Json.readObject(line).path("type").asText())
                .append("\ndata: ")
                .append(line)
                .append("   \n\n");
        return this;
    }

    /** Anything, without a name. */
    Stream data(String data) {
        body.append("data: ").append(data).append("\n\n");
        return this;
    }

    Stream start(int index, String block) {
        return event("{\"type\":\"content_block_start\",\"index\":" + index + ",\"content_block\":" + block + "}");
    }

    Stream delta(int index, String delta) {
        return event("{\"type\":\"content_block_delta\",\"index\":" + index + ",\"delta\":" + delta + "}");
    }

    Stream stop(int index) {
        return event("{\"type\":\"content_block_stop\",\"index\":" + index + "}");
    }

    Stream text(int index, String... pieces) {
        start(index, "{\"type\":\"text\",\"text\":\"\"}");
        for (String piece : pieces) {
            delta(index, "{\"type\":\"text_delta\",\"text\":" + quote(piece) + "}");
        }
        return stop(index);
    }

    Stream thinking(int index, String signature, String... pieces) {
        start(index, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}");
        for (String piece : pieces) {
            delta(index, "{\"type\":\"thinking_delta\",\"thinking\":" + quote(piece) + "}");
        }
        delta(index, "{\"type\":\"signature_delta\",\"signature\":" + quote(signature) + "}");
        return stop(index);
    }

    Stream call(int index, String id, String name, String... pieces) {
        start(index, "{\"type\":\"tool_use\",\"id\":\"" + id + "\",\"name\":\"" + name + "\",\"input\":{}}");
        for (String piece : pieces) {
            delta(index, "{\"type\":\"input_json_delta\",\"partial_json\":" + quote(piece) + "}");
        }
        return stop(index);
    }

    Stream stopped(String reason) {
        return event("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + reason
                + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":7}}");
    }

    /** With the formal end. */
    String ended(String reason) {
        return stopped(reason).event("{\"type\":\"message_stop\"}").toString();
    }

    @Override
    public String toString() {
        return body.toString();
    }

    static String quote(String text) {
        return Json.mapper().getNodeFactory().textNode(text).toString();
    }
}
