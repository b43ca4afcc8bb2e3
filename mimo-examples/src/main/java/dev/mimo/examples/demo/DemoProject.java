package dev.mimo.examples.demo;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.mimo.environment.Cancellation;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;

/** The small Java project with failing tests, copied out of the jar into a folder of its own. Confined to one thread. */
public final class DemoProject {

    private static final List<String> SOURCES =
            List.of("src/agenda/Agenda.java", "src/agenda/Interval.java", "src/agenda/Intervals.java");
    private static final List<String> OTHERS = List.of("README.md", "test.sh", "test/agenda/AgendaTest.java");

    private final Path folder;

    private DemoProject(Path folder) {
        this.folder = folder;
    }

    /** A fresh copy in a new temporary folder. */
    static DemoProject copy() throws IOException {
        return copyTo(Files.createTempDirectory("mimo-demo-"));
    }

    /** A fresh copy in a folder, which is made when it is not there; its tests are run by {@code ./test.sh}. */
    public static DemoProject copyTo(Path folder) throws IOException {
        DemoProject project = new DemoProject(Files.createDirectories(folder).toRealPath());
        for (String name : SOURCES) {
            project.write(name, original(name));
        }
        for (String name : OTHERS) {
            project.write(name, original(name));
        }
        File script = project.folder.resolve("test.sh").toFile();
        if (!script.setExecutable(true)) {
            throw new FileSystemException(script.getPath(), null, "cannot be made executable");
        }
        return project;
    }

    public Path folder() {
        return folder;
    }

    /** Runs the tests, as anybody would. */
    TestRun test(Cancellation cancellation) throws IOException, InterruptedException {
        Path output = Files.createTempFile("mimo-demo-", ".txt");
        try {
            Process tests = new ProcessBuilder(TestRun.COMMAND)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            Cancellation.Registration stop = cancellation.onCancel(tests::destroy);
            try {
                tests.waitFor();
            } finally {
                stop.close();
            }
            cancellation.throwIfCancelled();
            return TestRun.of(Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    /** The same tests on a fresh copy that has only the sources of this one: whatever else was changed does not count. */
    TestRun testSourcesAlone(Cancellation cancellation) throws IOException, InterruptedException {
        DemoProject fresh = copy();
        try {
            for (String name : SOURCES) {
                fresh.write(name, read(name));
            }
            return fresh.test(cancellation);
        } finally {
            fresh.delete();
        }
    }

    /** What became of the sources, as a unified diff; empty when nothing did. */
    String diff() throws IOException {
        StringBuilder diff = new StringBuilder();
        for (String name : SOURCES) {
            List<String> before = original(name).lines().toList();
            List<String> after = read(name).lines().toList();
            UnifiedDiffUtils.generateUnifiedDiff("a/" + name, "b/" + name, before, DiffUtils.diff(before, after), 3)
                    .forEach(line -> diff.append(line).append('\n'));
        }
        return diff.toString();
    }

    void delete() throws IOException {
        FileUtils.deleteDirectory(folder.toFile());
    }

    private String read(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private void write(String name, String text) throws IOException {
        FileUtils.writeStringToFile(folder.resolve(name).toFile(), text, StandardCharsets.UTF_8);
    }

    private static String original(String name) throws IOException {
        try (InputStream in = DemoProject.class.getResourceAsStream("project/" + name)) {
            if (in == null) {
                throw new FileSystemException(name, null, "is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
