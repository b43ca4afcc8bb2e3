package dev.mimo.providers.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mimo.environment.Environment;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.providers.Models;
import dev.mimo.testing.server.LoopbackModelServer;
import dev.mimo.testing.server.WireFault;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * CPU of the reading thread for an answer of 10,000 deltas: ours, and a bare reader with one JSON parser for each line. Prints, asserts nothing; run by hand.
 */
final class StreamBenchmark {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int DELTAS = 10_000;
    private static final int ROUNDS = 60;

    private StreamBenchmark() {}

    public static void main(String[] args) throws IOException {
        String delta = "data: {\"id\":\"chatcmpl-123456789\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                + "\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + "x".repeat(32)
                + "\"},\"finish_reason\":null}]}\n\n";
        String body = delta.repeat(DELTAS)
                + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
        try (Environment environment = Environment.builder().build();
                LoopbackModelServer server = LoopbackModelServer.serving((prompt, call) -> Reply.text("x"))) {
            Model model = Models.openAiCompatible(server.baseUrl(), "m").model(environment);
            OkHttpClient client = new OkHttpClient();
            for (int round = 0; round < ROUNDS; round++) {
                server.next(
                        new WireFault.Answer("text/event-stream", body),
                        new WireFault.Answer("text/event-stream", body));
                long start = cpu();
                long[] heard = {0};
                model.reply(Prompt.of("", "x"), ModelCall.of(Role.MAIN).withEvents(event -> heard[0]++));
                long ours = cpu() - start;
                start = cpu();
                int length = bare(client, server.baseUrl() + "/chat/completions");
                long theirs = cpu() - start;
                if (round >= ROUNDS - 5) {
                    System.out.printf(
                            Locale.ROOT,
                            "ours %.2f ms, bare %.2f ms (%d deltas, %d characters)%n",
                            ours / 1e6,
                            theirs / 1e6,
                            heard[0],
                            length);
                }
            }
        }
    }

    private static int bare(OkHttpClient client, String url) throws IOException {
        RequestBody body = RequestBody.create(
                "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                MediaType.get("application/json"));
        StringBuilder text = new StringBuilder();
        try (Response response = client.newCall(
                        new Request.Builder().url(url).post(body).build())
                .execute()) {
            BufferedSource source = response.body().source();
            byte[] line = new byte[64 * 1024];
            for (long end = source.indexOf((byte) '\n'); end >= 0; end = source.indexOf((byte) '\n')) {
                int length = (int) end + 1;
                source.readFully(length == line.length ? line : (line = new byte[length]));
                if (length > 7 && line[6] == '{') {
                    append(line, length, text);
                }
            }
        }
        return text.length();
    }

    private static void append(byte[] line, int length, StringBuilder text) throws IOException {
        try (JsonParser json = JSON.createParser(line, 6, length - 7)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.VALUE_STRING && "content".equals(json.currentName())) {
                    text.append(json.getText());
                }
            }
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
