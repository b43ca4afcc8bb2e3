package dev.mimo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/errors.md says one sees stands in the code: whoever changes a message changes the page. */
class ErrorsPageTest {

    private static final Pattern FRAGMENT = Pattern.compile("`([^`]+)`");

    @Test
    void every_message_on_the_page_is_one_of_the_code() throws IOException {
        List<String> fragments = Files.readAllLines(Path.of("..", "docs", "errors.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf(" | ")))
                .flatMap(cell -> FRAGMENT.matcher(cell).results())
                .map((MatchResult found) -> found.group(1))
                .toList();
        String code = code();

        assertThat(fragments)
                .hasSizeGreaterThan(20)
                .allSatisfy(fragment ->
                        assertThat(code.contains(fragment)).as(fragment).isTrue());
    }

    /** All main sources, with texts that are put together from several lines made one. */
    private static String code() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String module : List.of("core", "memory", "providers", "workflow", "examples")) {
            Path sources = Path.of("..", "mimo-" + module, "src", "main", "java");
            try (Stream<Path> files = Files.walk(sources)) {
                all.append(files.filter(file -> file.toString().endsWith(".java"))
                        .map(ErrorsPageTest::text)
                        .collect(Collectors.joining("\n")));
            }
        }
        return all.toString().replaceAll("\"\\s*\\+ \"", "");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
