package dev.mimo.examples.duel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.examples.coder.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One task that both sides are given.
 *
 * @param prompt what they are told
 * @param setup a command that is run in each copy first; null for none
 * @param check a command that ends with 0 where it is solved; null when a person votes
 * @param length where its steps are to be counted; null goes by what the runs took
 * @param timeout of each run; null leaves it to the configurations
 */
public record DuelTask(
        String id,
        String prompt,
        Repository repository,
        @Nullable String setup,
        @Nullable String check,
        @Nullable Length length,
        @Nullable Duration timeout) {

    private static final String FILE = "task.json";
    private static final Set<String> KEYS =
            Set.of("id", "prompt", "repository", "commit", "setup", "check", "length", "timeout");

    /** The classes in which a duel is counted. */
    public enum Length {
        SHORT("under 200 steps"),
        LONG("from 200 steps on");

        private static final int BORDER = 200;

        private final String words;

        Length(String words) {
            this.words = words;
        }

        /** That of so many steps. */
        static Length of(int steps) {
            return steps < BORDER ? SHORT : LONG;
        }

        String words() {
            return words;
        }
    }

    /**
     * Reads tasks: a file of JSON lines, or a folder that has a folder with a {@code task.json} for each, and there usually the
     * files in {@code repository}.
     *
     * @throws UsageError when something is wrong with them, with the place, the key and the value
     */
    public static List<DuelTask> read(Path tasks) {
        try {
            List<DuelTask> read = Files.isDirectory(tasks) ? ofFolder(tasks) : ofLines(tasks);
            if (read.isEmpty()) {
                throw new UsageError("there are no tasks in " + tasks + ".");
            }
            Set<String> ids = new HashSet<>();
            for (DuelTask task : read) {
                if (!ids.add(task.id)) {
                    throw new UsageError("two tasks in " + tasks + " are called \"" + task.id + "\".");
                }
            }
            return read;
        } catch (IOException e) {
            throw new UsageError("there are no tasks to be read at " + tasks + ".");
        }
    }

    private static List<DuelTask> ofLines(Path file) throws IOException {
        List<DuelTask> tasks = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (!line.isBlank()) {
                Fields fields = Fields.read(file + ", line " + number, line);
                tasks.add(of(fields, folderOf(file)));
            }
        }
        return tasks;
    }

    private static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file.toAbsolutePath() : folder;
    }

    private static List<DuelTask> ofFolder(Path folder) throws IOException {
        List<DuelTask> tasks = new ArrayList<>();
        try (Stream<Path> each = Files.list(folder)) {
            for (Path own : each.filter(one -> Files.isRegularFile(one.resolve(FILE)))
                    .sorted()
                    .toList()) {
                Path file = own.resolve(FILE);
                Fields fields = Fields.read(file.toString(), Files.readString(file));
                ObjectNode json = fields.json();
                if (!json.has("id")) {
                    json.put("id", own.getFileName().toString());
                }
                if (!json.has("repository")) {
                    json.put("repository", "repository");
                }
                tasks.add(of(fields, own));
            }
        }
        return tasks;
    }

    private static DuelTask of(Fields fields, Path folder) {
        fields.only(KEYS);
        return new DuelTask(
                fields.text("id"),
                fields.text("prompt"),
                Repository.of(fields.text("repository"), fields.findText("commit"), folder),
                fields.findText("setup"),
                fields.findText("check"),
                fields.findOne("length", Length.class),
                fields.findDuration("timeout"));
    }
}
