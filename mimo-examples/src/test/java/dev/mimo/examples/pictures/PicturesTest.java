package dev.mimo.examples.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

/** The pictures that pages show are there, are sound, and tell nothing of the machine that made them. */
class PicturesTest {

    private static final Path ROOT = Path.of("..");
    private static final Path FOLDER = ROOT.resolve("docs/pictures");
    private static final Pattern SHOWN = Pattern.compile("!\\[([^]]*)]\\(([^)]+)\\)");
    private static final int SMALLEST_DESCRIPTION = 30;
    private static final int LARGEST = 150_000;

    private record Shown(Path page, String description, Path file) {}

    @Test
    void every_picture_is_shown_and_every_one_shown_is_there() throws IOException {
        Set<Path> named = new TreeSet<>();
        for (Shown shown : shown()) {
            assertThat(shown.description())
                    .as("what is to be seen in %s on %s", shown.file(), shown.page())
                    .hasSizeGreaterThan(SMALLEST_DESCRIPTION);
            named.add(shown.file());
        }

        assertThat(files()).isNotEmpty().containsExactlyElementsOf(named);
    }

    @Test
    void drawings_are_well_formed_and_name_no_folder_of_a_machine() throws Exception {
        for (Path file : files()) {
            assertThat(Files.size(file)).as(file.toString()).isLessThanOrEqualTo(LARGEST);
            if (file.toString().endsWith(".svg")) {
                String text = DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(file.toFile())
                        .getDocumentElement()
                        .getTextContent();
                assertThat(text).as(file.toString()).doesNotContain("/tmp/", "/home/", "/root/", "/work/", "127.0.0.1");
            }
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(Path::normalize).sorted().toList();
        }
    }

    private static List<Shown> shown() throws IOException {
        List<Shown> all = new ArrayList<>();
        try (Stream<Path> chapters = Files.list(ROOT.resolve("docs"))) {
            Stream<Path> pages = Stream.concat(Stream.of(ROOT.resolve("README.md")), chapters);
            for (Path page :
                    pages.filter(file -> file.toString().endsWith(".md")).toList()) {
                Path folder = Objects.requireNonNull(page.getParent());
                SHOWN.matcher(Files.readString(page))
                        .results()
                        .forEach(found -> all.add(new Shown(
                                page,
                                found.group(1),
                                folder.resolve(found.group(2)).normalize())));
            }
        }
        return all;
    }
}
