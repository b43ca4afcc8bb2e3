package dev.mimo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Code in README.md and in the chapters is code that runs: a java block right after {@code <!-- example: HelloAgent.java#hello -->} is, to the
 * letter, what stands in that example between {@code // tag::hello[]} and {@code // end::hello[]}, less the indentation.
 */
class ReadmeTest {

    private static final Pattern BLOCK =
            Pattern.compile("<!-- example: (\\w+\\.java)#(\\w+) -->\\s*?\\n```java\\n(.*?)```", Pattern.DOTALL);
    private static final int LONGEST_HELLO = 12;

    @Test
    void code_in_the_readme_is_that_of_the_examples() throws IOException {
        assertThat(shown(Path.of("..", "README.md"))).contains("HelloAgent.java#hello");
    }

    @Test
    void code_in_the_chapters_is_that_of_the_examples() throws IOException {
        List<String> shown = new ArrayList<>();
        try (Stream<Path> chapters = Files.list(Path.of("..", "docs"))) {
            for (Path chapter :
                    chapters.filter(file -> file.toString().endsWith(".md")).toList()) {
                shown.addAll(shown(chapter));
            }
        }

        assertThat(shown)
                .contains(
                        "TypedTools.java#tools",
                        "WebCommand.java#serve",
                        "RepairJob.java#agent",
                        "InvoiceDeskTest.java#faults");
    }

    @Test
    void a_region_is_what_stands_between_its_marks() {
        String code = "class A {\n    // tag::x[]\n    int a() {\n        return 1;\n    }\n\n    // end::x[]\n}\n";

        assertThat(region(code, "x")).isEqualTo("int a() {\n    return 1;\n}\n");
    }

    @Test
    void the_first_agent_takes_twelve_lines_of_code() throws IOException {
        List<String> lines = region(example("HelloAgent.java"), "hello")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();

        assertThat(lines).hasSizeBetween(5, LONGEST_HELLO);
    }

    @Test
    void examples_are_short() throws IOException {
        for (String name : List.of("HelloAgent", "TypedTools", "TypedAnswers", "Pipeline", "SubagentsExample")) {
            long lines = example(name + ".java")
                    .lines()
                    .filter(line -> !line.contains("// tag::") && !line.contains("// end::"))
                    .count();
            assertThat(lines).as(name).isLessThanOrEqualTo(60);
        }
    }

    /** The examples that a page shows, each of them to the letter. */
    private static List<String> shown(Path page) throws IOException {
        String text = Files.readString(page);
        List<String> shown = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            String name = block.group(1) + "#" + block.group(2);
            assertThat(block.group(3))
                    .as(page + ": " + name)
                    .isEqualTo(region(example(block.group(1)), block.group(2)));
            shown.add(name);
        }
        assertThat(text.split("<!-- example: ", -1))
                .as("markers in %s, each right before a java block", page)
                .hasSize(shown.size() + 1);
        return shown;
    }

    private static String example(String name) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            List<Path> found = files.filter(file -> file.endsWith(name)).toList();
            assertThat(found).as("examples named " + name).hasSize(1);
            return Files.readString(found.get(0));
        }
    }

    private static String region(String code, String name) {
        String begin = "// tag::" + name + "[]\n";
        int from = code.indexOf(begin);
        int to = code.indexOf("// end::" + name + "[]");
        assertThat(from).as("tag::" + name).isNotNegative();
        assertThat(to).as("end::" + name).isGreaterThan(from);
        return code.substring(from + begin.length(), to).stripTrailing().stripIndent() + "\n";
    }
}
