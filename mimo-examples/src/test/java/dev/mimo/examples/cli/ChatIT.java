package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mimo.examples.JavaProgram;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.server.LoopbackModelServer;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar on a terminal of its own, which {@code script} of util-linux makes. */
class ChatIT {

    private static final Pattern ESCAPE = Pattern.compile("\u001b\\[[0-9;?]*[a-zA-Z]");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    /** Where in the plain text the next search begins. */
    private int awaited;

    @Test
    void a_person_talks_interrupts_and_leaves() throws Exception {
        assumeTrue(isScriptThere(), "there is no script of util-linux to make a terminal with");
        assumeTrue(isInterruptible(), "a Ctrl-C is ignored by what a shell started in its background");
        ScriptedModel model = ScriptedModel.create()
                .reply("It is **blue**.")
                .hangUntilCancelled()
                .reply("Still here.");
        try (LoopbackModelServer server = LoopbackModelServer.serving(model)) {
            Process chat = start(server);
            InputStream out = chat.getInputStream();

            awaitText(out, "›");
            press(chat, "colour?\r");
            awaitText(out, "✔ done");
            press(chat, "wait\r");
            model.awaitHanging();
            press(chat, "\u0003");
            awaitText(out, "■ cancelled");
            press(chat, "there?\r");
            awaitText(out, "Still");
            awaitText(out, "✔ done");
            press(chat, "\u0004");
            out.transferTo(seen);

            assertThat(chat.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(chat.exitValue()).as(shown()).isZero();
            assertThat(shown()).contains("\u001b[1mblue\u001b[0m").doesNotContain("WARNING", "Exception");
            model.assertExhausted();
        }
    }

    private Process start(LoopbackModelServer server) throws IOException {
        List<String> words = JavaProgram.mimo("chat", "--workspace", folder.toString());
        // Without exec a shell may stay, and die of the Ctrl-C that the chat takes.
        String command = "exec '" + String.join("' '", words) + "'";
        ProcessBuilder script = new ProcessBuilder("script", "-qec", command, "/dev/null").redirectErrorStream(true);
        Map<String, String> variables = script.environment();
        variables
                .keySet()
                .removeIf(name -> name.matches("(MIMO|OPENAI|ANTHROPIC)_.*|COLUMNS|NO_COLOR|JAVA_TOOL_OPTIONS"));
        variables.put("TERM", "xterm-256color");
        variables.put("MIMO_HOME", folder.resolve("home").toString());
        variables.put("OPENAI_COMPATIBLE_BASE_URL", server.baseUrl().toString());
        variables.put("OPENAI_COMPATIBLE_MODEL", "scripted");
        return script.start();
    }

    private static void press(Process chat, String keys) throws IOException {
        chat.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        chat.getOutputStream().flush();
    }

    /** Reads on until the text has come once more after what was awaited before, whatever its colours. */
    private void awaitText(InputStream out, String text) throws IOException {
        byte[] bytes = new byte[4096];
        while (plain().indexOf(text, awaited) < 0) {
            int count = out.read(bytes);
            assertThat(count).as("\"%s\" comes; so far:%n%s", text, shown()).isPositive();
            seen.write(bytes, 0, count);
        }
        awaited = plain().indexOf(text, awaited) + text.length();
    }

    private String plain() {
        return ESCAPE.matcher(shown()).replaceAll("");
    }

    private String shown() {
        return seen.toString(StandardCharsets.UTF_8);
    }

    /** Whether a program that is started from here hears SIGINT, which is signal 2. */
    private static boolean isInterruptible() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .noneMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }

    private static boolean isScriptThere() {
        boolean linux = System.getProperty("os.name").equals("Linux");
        return linux
                && Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "script")));
    }
}
