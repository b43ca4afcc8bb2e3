package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DecodeCommandIT {

    private static final String HELLO =
            "{\"choices\":[{\"delta\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}";
    private static final String CALL =
            "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":"
                    + "{\"name\":\"read\",\"arguments\":\"{\\\"path\\\":\\\"a\\\"}\"}}]},\"finish_reason\":\"tool_calls\"}]}";

    @TempDir
    private Path folder;

    private CommandLineRuns runs;

    @BeforeEach
    void open() {
        runs = new CommandLineRuns(folder);
    }

    @AfterEach
    void close() {
        runs.close();
    }

    @Test
    void an_answer_is_one_object_on_one_line() throws IOException {
        assertThat(decode(file("a.sse", "data: " + HELLO + "\n\n"))).isZero();

        assertThat(runs.out().strip())
                .isEqualTo("{\"outcome\":\"complete\",\"text\":\"Hello\",\"reasoning\":null,\"finish\":\"stop\","
                        + "\"tool_calls\":[],\"usage\":null,\"error\":null}");
    }

    @Test
    void half_of_a_letter_is_written_as_an_escape() throws IOException {
        decode(file("a.sse", "data: " + HELLO.replace("Hello", "\\ud83d\\ude00 \\ud83d") + "\n\n"));

        assertThat(runs.out()).contains("\"text\":\"\ud83d\ude00 \\ud83d\"");
    }

    @Test
    void standard_input_is_an_answer_too() {
        StringWriter out = new StringWriter();
        byte[] stream = ("data: " + HELLO + "\n\n").getBytes(StandardCharsets.UTF_8);

        int code = new CommandLine(new DecodeCommand(new ByteArrayInputStream(stream)))
                .setOut(new PrintWriter(out))
                .execute("--dialect", "openai-chat", "-");

        assertThat(code).isZero();
        assertThat(Json.read(out.toString()).path("text").asText()).isEqualTo("Hello");
    }

    @Test
    void a_batch_is_answered_in_its_order_whatever_the_answers_say() throws IOException {
        assertThat(decode(
                        "--batch",
                        file("a.sse", "data: " + HELLO + "\n\n"),
                        file("b.json", "{\"error\":{\"message\":\"boom\"}}"),
                        file("c.sse", "")))
                .isZero();

        assertThat(lines())
                .extracting(line -> line.path("outcome").asText())
                .containsExactly("complete", "error", "error");
    }

    @Test
    void a_file_that_cannot_be_read_has_its_line_and_fails_the_batch() throws IOException {
        assertThat(decode(
                        "--batch",
                        folder.resolve("missing").toString(),
                        folder.toString(),
                        file("a.sse", "data: " + HELLO + "\n\n")))
                .isEqualTo(ExitCode.FAILED);

        assertThat(lines())
                .extracting(line -> line.path("error").path("kind").asText("none"))
                .containsExactly("network", "network", "none");
        assertThat(lines().get(0).path("error").path("message").asText()).contains("missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\n\n"})
    void a_file_of_chunks_has_one_a_line(String lineEnd) throws IOException {
        String first = HELLO.replace("stop", "");

        assertThat(decode(file("a.chunks.txt", first + lineEnd + HELLO))).isZero();

        assertThat(lines().get(0).path("text").asText()).isEqualTo("HelloHello");
    }

    @Test
    void calls_are_held_against_the_tools() throws IOException {
        String stream = file("a.sse", "data: " + CALL + "\n\n");
        String takes = file("takes.json", """
                [{"name": "read", "description": "x", "parameters":
                  {"type": "object", "properties": {"path": {"type": "string"}}}}]""");
        String refuses = file("refuses.json", """
                [{"name": "read", "parameters": {"type": "object", "required": ["lines"]}}]""");

        decode(stream);
        decode("--tools", takes, stream);
        decode("--tools", refuses, stream);
        decode("--tools", file("none.json", "[]"), stream);

        assertThat(lines())
                .extracting(
                        line -> line.path("tool_calls").path(0).path("valid").asBoolean())
                .containsExactly(true, true, false, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", \"parameters\": null", ", \"parameters\": {}"})
    void a_tool_without_parameters_takes_any_object(String parameters) throws IOException {
        String tools = file("tools.json", "[{\"name\": \"read\"" + parameters + "}]");

        assertThat(decode("--tools", tools, file("a.sse", "data: " + CALL + "\n\n")))
                .isZero();

        assertThat(lines().get(0).at("/tool_calls/0/valid").asBoolean()).isTrue();
    }

    @Test
    void status_and_headers_are_those_of_the_answer() throws IOException {
        decode("--status", "429", "--header", "Retry-After: 2", file("a.json", "{}"));

        JsonNode error = lines().get(0).path("error");
        assertThat(error.path("kind").asText()).isEqualTo("rate_limit");
        assertThat(error.path("retry_after_ms").asInt()).isEqualTo(2000);
    }

    @Test
    void bad_usage_is_told_from_bad_answers() throws IOException {
        String file = file("a.sse", "");
        assertThat(runs.call("decode", file)).isEqualTo(ExitCode.USAGE);
        assertThat(runs.call("decode", "--dialect", "smoke", file)).isEqualTo(ExitCode.USAGE);
        assertThat(decode()).isEqualTo(ExitCode.USAGE);
        assertThat(decode("--batch")).isEqualTo(ExitCode.USAGE);
        assertThat(decode(file, file)).isEqualTo(ExitCode.USAGE);
        assertThat(decode("--vendor", "nobody", file)).isEqualTo(ExitCode.USAGE);
        assertThat(decode("--status", "7", file)).isEqualTo(ExitCode.USAGE);
        assertThat(decode("--status", "x", file)).isEqualTo(ExitCode.USAGE);
        assertThat(decode("--header", "x", file)).isEqualTo(ExitCode.USAGE);
        assertThat(decode("--tools", folder.resolve("missing").toString(), file))
                .isEqualTo(ExitCode.USAGE);
        for (String tools : List.of("{}", "[{}]", "[", "[{\"name\":\"a b\",\"parameters\":{\"type\":\"object\"}}]")) {
            assertThat(decode("--tools", file("bad.json", tools), file)).isEqualTo(ExitCode.USAGE);
        }
        assertThat(runs.out()).isEmpty();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private List<JsonNode> lines() {
        return runs.out().lines().map(Json::read).toList();
    }

    private int decode(String... arguments) {
        List<String> all = new ArrayList<>(List.of("decode", "--dialect", "openai-chat"));
        all.addAll(List.of(arguments));
        return runs.call(all.toArray(String[]::new));
    }
}
