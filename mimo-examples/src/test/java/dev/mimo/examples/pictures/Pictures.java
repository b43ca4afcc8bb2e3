package dev.mimo.examples.pictures;

import dev.mimo.examples.pictures.Screen.Passage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Draws the pictures of README.md and the chapters anew, from what the packaged command line writes; no key is needed.
 *
 * <pre>{@code
 * ./mvnw -q -DskipTests package && java -cp mimo-examples/target/mimo.jar:mimo-examples/target/test-classes \
 *     dev.mimo.examples.pictures.Pictures
 * }</pre>
 *
 * With names of pictures only those are drawn. What differs from run to run (folders, times, ids) is replaced, so a
 * picture changes only when what it shows does.
 */
public final class Pictures {

    private static final Path FOLDER = Path.of("docs", "pictures");

    private Pictures() {}

    /** Makes a picture on a stage of its own. */
    private interface Scene {
        TerminalPicture play(Stage stage) throws IOException, InterruptedException;
    }

    public static void main(String[] names) throws IOException, InterruptedException {
        Map<String, Scene> scenes = new TreeMap<>(Map.of("demo", Pictures::demo));
        if (names.length > 0) {
            scenes.keySet().retainAll(List.of(names));
        }
        Files.createDirectories(FOLDER);
        for (Map.Entry<String, Scene> scene : scenes.entrySet()) {
            try (Stage stage = Stage.open()) {
                String svg = scene.getValue().play(stage).svg();
                Files.writeString(FOLDER.resolve(scene.getKey() + ".svg"), svg);
            }
        }
    }

    private static TerminalPicture demo(Stage stage) throws IOException, InterruptedException {
        Screen screen = stage.run("demo")
                .only(
                        new Passage("$ mimo demo", 4),
                        new Passage("3 of 9 tests fail", 7),
                        new Passage("-                merged", 3),
                        new Passage("That broke what", 2),
                        new Passage("All 9 tests pass", 6),
                        new Passage("demo: tests failed", 1));
        return new TerminalPicture("mimo demo", "An agent repairs a small Java project.", screen, Stage.COLUMNS);
    }
}
