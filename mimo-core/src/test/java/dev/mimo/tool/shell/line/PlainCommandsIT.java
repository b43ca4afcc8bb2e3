package dev.mimo.tool.shell.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.commons.io.FileUtils;

/** Lets bash judge: of a line that we understood, it sees the same words, and nothing else happens. */
class PlainCommandsIT {

    /*
     * No program can be found, so every command that bash makes out is recorded by its words instead of being run. The line
     * is run twice, once with every command succeeding and once with every one failing, so that each is reached.
     */
    private static final String RECORDER = """
            PATH=/nowhere
            command_not_found_handle() {
              local IFS=$'\\001'; builtin printf '%s\\002' "$*" >> "$LOG"; return $STATUS
            }
            STATUS=0; (eval "$LINE"); STATUS=1; (eval "$LINE")
            """;

    private static final Path FOLDER = folder();

    @Property(tries = 400)
    void bash_sees_the_same_words(@ForAll("lines") String line) throws Exception {
        List<PlainCommands.Command> found = PlainCommands.find(line);
        if (found == null
                || found.stream().anyMatch(command -> !Caution.words(command).isEmpty())) {
            return;
        }

        Set<List<String>> recorded = record(line);

        assertThat(recorded)
                .isEqualTo(found.stream()
                        .map(command -> command.words().stream()
                                .map(PlainCommands.Word::value)
                                .toList())
                        .collect(Collectors.toSet()));
        assertThat(FOLDER.resolve("empty")).isEmptyDirectory();
    }

    @Provide
    Arbitrary<String> lines() {
        Arbitrary<String> plain = Arbitraries.of(
                "xa",
                "xb",
                " xc ",
                " ",
                " ",
                "'y z'",
                "\"y z\"",
                " && xd",
                " || xe",
                "; xf",
                "| xg",
                "\nxh",
                "\\ ",
                "\\'",
                "-o",
                "=",
                "ä",
                "'漢'",
                "%",
                "~",
                "*",
                "?",
                "]",
                ".",
                "''",
                "\"\\\"\"",
                "\"\\n\"",
                "@",
                "^",
                ":",
                ",",
                "+",
                "#");
        Arbitrary<String> odd = Arbitraries.of(
                "$", "`", "(", ")", "{", "}", "<", ">", "&", "|", ";", "!", "\\", "'", "\"", "\r", "\n", "[", "\u00a0",
                "$(xq)", "`xq`", ">f", "if ", "\u2003", "{xi,xj}", "~/", "#", "\t");
        return Arbitraries.frequencyOf(Tuple.of(9, plain), Tuple.of(1, odd))
                .list()
                .ofMinSize(1)
                .ofMaxSize(9)
                .map(parts -> "xx" + String.join("", parts));
    }

    private static Set<List<String>> record(String line) throws IOException, InterruptedException {
        Path log = FOLDER.resolve("log");
        Files.deleteIfExists(log);
        Files.createFile(log);
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", RECORDER)
                .directory(FOLDER.resolve("empty").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(Map.of("LINE", line, "LOG", log.toString(), "LC_ALL", "C.UTF-8"));
        assertThat(builder.start().waitFor()).isLessThanOrEqualTo(1);
        String text = Files.readString(log, StandardCharsets.UTF_8);
        return Arrays.stream(text.split("\002"))
                .map(command -> List.of(command.split("\001", -1)))
                .collect(Collectors.toSet());
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("plain-commands");
            Files.createDirectory(folder.resolve("empty"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterContainer
    static void clean() throws IOException {
        FileUtils.deleteDirectory(FOLDER.toFile());
    }
}
