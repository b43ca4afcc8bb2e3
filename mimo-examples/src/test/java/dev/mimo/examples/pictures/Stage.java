package dev.mimo.examples.pictures;

import dev.mimo.examples.JavaProgram;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.server.LoopbackModelServer;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;

/** A project and a home of its own, where the packaged command line runs as a process. Confined to one thread. */
final class Stage implements AutoCloseable {

    static final Path JAR = Path.of("mimo-examples", "target", "mimo.jar");
    static final int COLUMNS = 96;

    private static final Pattern VARIABLES = Pattern.compile(
            "(MIMO|OPENAI|ANTHROPIC|DEEPSEEK|MOONSHOT|KIMI|GLM|ZHIPU|ZAI|XIAOMI)_.*|NO_COLOR|JAVA_TOOL_OPTIONS");
    private static final String PAINT = "(?:\u001b\\[[0-9;]*m)*";
    private static final Pattern PAINTED = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");
    private static final Pattern TIME = Pattern.compile("(?<total>·" + PAINT + " " + PAINT + ")?(?<aside> {3,}" + PAINT
            + ")?(?<![0-9.])(?<number>[0-9]+(?:\\.[0-9]+)?)(?<blank>" + PAINT + " " + PAINT + ")(?<unit>m?s)\\b");
    private static final Pattern PROJECT_ID = Pattern.compile("agenda-[0-9a-f]{12}");
    private static final Pattern RUN_ID = Pattern.compile("\\b(wf|dream)-[0-9a-z]{12,}");
    private static final int PATIENCE = 2;

    private final Path folder;

    private Stage(Path folder) {
        this.folder = folder;
    }

    static Stage open() throws IOException {
        Stage stage = new Stage(Files.createTempDirectory("mimo-pictures-").toRealPath());
        Files.createDirectories(stage.project());
        return stage;
    }

    Path project() {
        return folder.resolve("agenda");
    }

    Path home() {
        return folder.resolve(".mimo");
    }

    /** What stands on the terminal after {@code mimo} with these arguments, when the model answers whatever it is asked. */
    Screen run(ScriptedModel model, List<String> arguments) throws IOException, InterruptedException {
        try (LoopbackModelServer server = LoopbackModelServer.serving(model)) {
            String written = written(server.baseUrl().toString(), arguments);
            model.assertExhausted();
            return screen(arguments, written);
        }
    }

    /** The same, where there is no model. */
    Screen run(String... arguments) throws IOException, InterruptedException {
        List<String> all = List.of(arguments);
        return screen(all, written(null, all));
    }

    /** What a person types, once that has come to stand on the terminal. */
    record Typed(String after, String line) {}

    /** What stands on the terminal after a chat in which a person types these lines; {@code script} makes the terminal. */
    Screen chat(ScriptedModel model, Typed... lines) throws IOException, InterruptedException {
        try (LoopbackModelServer server = LoopbackModelServer.serving(model)) {
            String command = "exec timeout --foreground 120 '" + String.join("' '", line(List.of("chat"))) + "'";
            ProcessBuilder builder = new ProcessBuilder("script", "-qec", command, "/dev/null");
            prepare(builder, server.baseUrl().toString());
            builder.environment().put("TERM", "dumb");
            Process chat = builder.start();
            StringBuilder seen = new StringBuilder();
            try (Reader out = chat.inputReader(StandardCharsets.UTF_8);
                    Writer keys = chat.outputWriter(StandardCharsets.UTF_8)) {
                for (Typed typed : lines) {
                    await(typed.after(), out, seen);
                    keys.write(typed.line() + "\n");
                    keys.flush();
                }
                await(null, out, seen);
            } finally {
                chat.destroyForcibly();
            }
            model.assertExhausted();
            return screen(List.of("chat"), stable(seen.toString().replace("\r\n", "\n")));
        }
    }

    /* Reads until the text has come after what was there before; null: to the end. */
    private static void await(@Nullable String text, Reader out, StringBuilder seen) throws IOException {
        int from = seen.length();
        while (text == null
                || PAINTED.matcher(seen.substring(from)).replaceAll("").indexOf(text) < 0) {
            int next = out.read();
            if (next < 0 && text != null) {
                throw new IOException("\"" + text + "\" never came:\n" + seen);
            }
            if (next < 0) {
                return;
            }
            seen.append((char) next);
        }
    }

    private static Screen screen(List<String> arguments, String written) {
        StringBuilder typed = new StringBuilder();
        int column = 0;
        for (String argument : arguments) {
            String word = argument.matches("[\\w./:-]+") ? argument : "'" + argument + "'";
            boolean fits = column + word.length() < COLUMNS - 10;
            typed.append(fits ? " " : " \\\n      ").append(word);
            column = (fits ? column : 0) + word.length() + 1;
        }
        return Screen.of("\u001b[32m$\u001b[0m \u001b[1mmimo" + typed + "\u001b[0m\n" + written, COLUMNS);
    }

    private String written(@Nullable String server, List<String> arguments) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(line(arguments))
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(folder.resolve("err").toFile());
        prepare(builder, server);
        Process process = builder.start();
        if (!process.waitFor(PATIENCE, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("mimo " + arguments + " did not end well:\n" + Files.readString(out)
                    + Files.readString(folder.resolve("err")));
        }
        return stable(Files.readString(out, StandardCharsets.UTF_8));
    }

    private void prepare(ProcessBuilder builder, @Nullable String server) {
        builder.directory(project().toFile());
        builder.environment().keySet().removeIf(name -> VARIABLES.matcher(name).matches());
        builder.environment().put("COLUMNS", Integer.toString(COLUMNS));
        builder.environment().put("MIMO_HOME", home().toString());
        if (server != null) {
            builder.environment().put("OPENAI_COMPATIBLE_BASE_URL", server);
            builder.environment().put("OPENAI_COMPATIBLE_MODEL", "scripted");
        }
    }

    private List<String> line(List<String> arguments) {
        List<String> line = JavaProgram.words(
                "-Dpicocli.ansi=true", "-jar", JAR.toAbsolutePath().toString());
        line.addAll(arguments);
        return line;
    }

    /* Folders, ids, and how long something took are others each time. */
    private String stable(String written) {
        String named =
                PROJECT_ID.matcher(written.replace(folder.toString(), "~")).replaceAll("agenda-5d41402abc4b");
        return TIME.matcher(RUN_ID.matcher(named).replaceAll("$1-7k2f9q")).replaceAll(Stage::usualTime);
    }

    private static String usualTime(MatchResult time) {
        String total = time.group(1);
        String aside = time.group(2);
        String blank = time.group(4);
        if (total != null) {
            return total + "14.8" + blank + "s";
        }
        if (aside != null) {
            int more = time.group(3).length() + time.group(5).length() - "1.8s".length();
            return " ".repeat(Math.max(0, more)) + aside.substring(Math.max(0, -more)) + "1.8" + blank + "s";
        }
        return (time.group(5).equals("s") ? "1.8" : "8") + blank + time.group(5);
    }

    @Override
    public void close() throws IOException {
        FileUtils.deleteDirectory(folder.toFile());
    }
}
