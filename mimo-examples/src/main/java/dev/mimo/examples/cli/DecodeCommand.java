package dev.mimo.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.model.Json;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelRef;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolSpec;
import dev.mimo.model.Usage;
import dev.mimo.providers.AnswerDecoder;
import dev.mimo.providers.DecodedAnswer;
import dev.mimo.providers.Dialect;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mimo decode}: says what a recorded answer of a provider means. */
@Command(
        name = "decode",
        description = {
            "Reads answers of a provider out of files, as a live call would read them, and prints one JSON object a line:",
            "outcome (complete, incomplete, error), text, reasoning, finish, tool_calls, usage, error. What is absent is null.",
            "",
            "A file is a stream of events, one JSON body, or, when it is named *.chunks.txt, one JSON payload a line."
                    + " - is standard input.",
            "",
            "finish is tool_calls whenever there are valid calls, and null unless the answer is complete. A call is valid"
                    + " when the answer is complete, its arguments are one whole JSON object, and, with --tools, its name is"
                    + " known and its arguments fit the schema as they stand.",
            "usage.input are the tokens of the prompt without those read from or written to the cache; output includes"
                    + " reasoning; a count that was not given is 0, and usage is null when nothing was counted.",
            "A file that cannot be read is an error of kind network.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"  0:each file was answered", "  1:a file could not be read", "  2:bad usage"})
public final class DecodeCommand implements Callable<Integer> {

    private static final String CHUNKS = ".chunks.txt";
    private static final String STANDARD_INPUT = "-";

    private static final Pattern HALF_PAIR = Pattern.compile("\\p{Cs}");

    private final InputStream in;

    @SuppressWarnings("NullAway.Init") // picocli gives it
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli gives it
    @Option(
            names = "--dialect",
            required = true,
            paramLabel = "NAME",
            description = "openai-chat, openai-responses or anthropic.")
    private String dialect;

    @Option(
            names = "--vendor",
            paramLabel = "NAME",
            description = "Whose answers these are; without, all that is known of any server is tolerated.")
    private @Nullable String vendor;

    @Option(
            names = "--tools",
            paramLabel = "FILE",
            description = "The tools that the model was told of: an array of {name, description, parameters}.")
    private @Nullable Path tools;

    @Option(names = "--status", paramLabel = "N", defaultValue = "200", description = "The HTTP status (default: 200).")
    private int status;

    @Option(names = "--header", paramLabel = "NAME:VALUE", description = "A header of the answer. May be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(names = "--batch", description = "Several files: one line for each, in their order.")
    private boolean batch;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "The answer, or - for standard input.")
    private List<String> files = new ArrayList<>();

    /** {@code in} is standard input. */
    public DecodeCommand(InputStream in) {
        this.in = in;
    }

    @Override
    public Integer call() {
        if (files.size() > 1 && !batch) {
            throw new UsageError("one file at a time, or --batch");
        }
        if (status < 100 || status > 599) {
            throw new UsageError("--status is from 100 to 599, not " + status);
        }
        AnswerDecoder decoder = decoder();
        Map<String, String> named = named(headers);
        PrintWriter out = spec.commandLine().getOut();
        int code = ExitCode.DONE;
        for (String file : files) {
            DecodedAnswer answer;
            try (InputStream body = open(file)) {
                answer = decoder.decode(status, named, body);
            } catch (IOException | InvalidPathException e) {
                answer = unreadable(file, e);
                code = ExitCode.FAILED;
            }
            out.println(line(answer));
            out.flush();
        }
        return code;
    }

    private AnswerDecoder decoder() {
        try {
            AnswerDecoder decoder = AnswerDecoder.of(Dialect.of(dialect));
            decoder = vendor == null ? decoder : decoder.vendor(vendor);
            return tools == null ? decoder : decoder.tools(specs(tools));
        } catch (MimoException e) {
            throw new UsageError(String.valueOf(e.getMessage()));
        }
    }

    private static List<ToolSpec> specs(Path file) {
        List<ToolSpec> specs = new ArrayList<>();
        try {
            JsonNode list = Json.read(Files.readString(file));
            if (!list.isArray()) {
                throw new UsageError(file + ": not an array of tools");
            }
            for (JsonNode tool : list) {
                specs.add(new ToolSpec(
                        tool.path("name").asText(), tool.path("description").asText(), parameters(tool, file)));
            }
            return specs;
        } catch (IOException e) {
            throw new UsageError(file + " cannot be read: " + e);
        } catch (MimoException | IllegalArgumentException e) {
            throw new UsageError(file + ": " + e.getMessage());
        }
    }

    /** Left out or empty, they take any object. */
    private static ObjectNode parameters(JsonNode tool, Path file) {
        JsonNode given = tool.path("parameters");
        if (given.isMissingNode() || given.isNull() || (given.isObject() && given.isEmpty())) {
            return Json.object().put("type", "object");
        }
        if (given instanceof ObjectNode schema) {
            return schema;
        }
        throw new UsageError(file + ": parameters that are no object: " + given);
    }

    private static Map<String, String> named(List<String> headers) {
        Map<String, String> named = new LinkedHashMap<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new UsageError("a header looks like 'retry-after: 3', not '" + header + "'");
            }
            named.put(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        return named;
    }

    private InputStream open(String file) throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            return in;
        }
        Path path = Path.of(file);
        if (Files.isDirectory(path)) {
            throw new IOException("it is a folder");
        }
        return file.endsWith(CHUNKS) ? events(path) : Files.newInputStream(path);
    }

    /** Half of a surrogate pair, as where an answer was cut, is written as an escape: no encoding has it. */
    private static String line(DecodedAnswer answer) {
        return HALF_PAIR
                .matcher(Json.write(answer.toJson()))
                .replaceAll(half -> "\\\\u%04x".formatted((int) half.group().charAt(0)));
    }

    /** Each line as an event. */
    private static InputStream events(Path chunks) throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        byte[] field = "data: ".getBytes(StandardCharsets.UTF_8);
        boolean within = false;
        for (byte next : Files.readAllBytes(chunks)) {
            boolean lineEnd = next == '\n' || next == '\r';
            if (!within && !lineEnd) {
                stream.writeBytes(field);
            }
            if (within && lineEnd) {
                stream.write('\n');
            }
            within = !lineEnd;
            stream.write(lineEnd ? '\n' : next);
        }
        return new ByteArrayInputStream(stream.toByteArray());
    }

    private static DecodedAnswer unreadable(String file, Exception e) {
        String words = file + " cannot be read: " + e.getClass().getSimpleName() + " " + e.getMessage();
        return new DecodedAnswer(
                DecodedAnswer.Outcome.ERROR,
                List.of(),
                List.of(),
                StopReason.UNKNOWN,
                Usage.none(),
                new ModelException.TransportFailed(ModelException.Failure.of(ModelRef.of("any", "recorded"), words)));
    }
}
