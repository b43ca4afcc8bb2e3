package dev.mimo.examples.pictures;

import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.server.LoopbackModelServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private static final Pattern TIME = Pattern.compile(
            "(·" + PAINT + " " + PAINT + ")?(?<![0-9.])[0-9]+(?:\\.[0-9]+)?(" + PAINT + " " + PAINT + ")(m?s)\\b");
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
        return folder.resolve("home");
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

    private static Screen screen(List<String> arguments, String written) {
        StringBuilder typed = new StringBuilder("\u001b[32m$\u001b[0m \u001b[1mmimo");
        arguments.forEach(word -> typed.append(' ').append(word.matches("[\\w./:-]+") ? word : '"' + word + '"'));
        return Screen.of(typed + "\u001b[0m\n" + written, COLUMNS);
    }

    private String written(@Nullable String server, List<String> arguments) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(line(arguments))
                .directory(project().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> VARIABLES.matcher(name).matches());
        builder.environment().put("COLUMNS", Integer.toString(COLUMNS));
        builder.environment().put("MIMO_HOME", home().toString());
        if (server != null) {
            builder.environment().put("OPENAI_COMPATIBLE_BASE_URL", server);
            builder.environment().put("OPENAI_COMPATIBLE_MODEL", "scripted");
        }
        Process process = builder.start();
        if (!process.waitFor(PATIENCE, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(
                    "mimo " + arguments + " did not end well: " + Files.readString(folder.resolve("err")));
        }
        return stable(Files.readString(out, StandardCharsets.UTF_8));
    }

    private List<String> line(List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dpicocli.ansi=true",
                "-jar",
                JAR.toAbsolutePath().toString()));
        line.addAll(arguments);
        return line;
    }

    /* How long something took is another time each time. */
    private String stable(String written) {
        return TIME.matcher(written.replace(folder.toString(), "~")).replaceAll(Stage::anyTime);
    }

    private static String anyTime(MatchResult time) {
        if (time.group(1) != null) {
            return time.group(1) + "14.8" + time.group(2) + "s";
        }
        return (time.group(3).equals("s") ? "1.8" : "8") + time.group(2) + time.group(3);
    }

    @Override
    public void close() throws IOException {
        FileUtils.deleteDirectory(folder.toFile());
    }
}
