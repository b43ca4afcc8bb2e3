package dev.mimo.testing;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts that a test compares with a file under version control, so that a change is seen in review: transcripts, prompts,
 * anything of lines. Ids, times and folders below the temporary one are given {@linkplain #stable stable names} first.
 *
 * <p>{@code -Dmimo.golden=update} writes the files instead of comparing.
 */
public final class Golden {

    /** {@code update} rewrites the files. */
    public static final String PROPERTY = "mimo.golden";

    private static final int CONTEXT = 3;

    private Golden() {}

    /**
     * Compares, line by line; line ends and blank lines at the end make no difference.
     *
     * @param file relative to the working folder, which under Maven is the module's
     * @throws AssertionError when the file is another or is missing; shows the lines that differ
     */
    public static void assertMatches(Path file, String text) {
        assertMatches(file, text, "update".equals(System.getProperty(PROPERTY)));
    }

    static void assertMatches(Path file, String text, boolean update) {
        List<String> actual = lines(stable(text));
        try {
            if (update) {
                write(file, actual);
                return;
            }
            List<String> expected = Files.exists(file) ? lines(Files.readString(file)) : null;
            if (expected == null) {
                throw new AssertionError("there is no golden file " + file + "; -D" + PROPERTY
                        + "=update makes it of:\n" + String.join("\n", actual));
            }
            if (!expected.equals(actual)) {
                throw new AssertionError("not as in " + file + "; -D" + PROPERTY + "=update takes it over:\n"
                        + diff(file, expected, actual));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the golden file " + file, e);
        }
    }

    /**
     * The same text where a random id, a UUID, a time with date or a folder below the temporary one is called
     * {@code <turn-1>}, {@code <uuid-2>}, {@code <time>}, {@code <tmp-1>}: the same thing by the same name.
     */
    public static String stable(String text) {
        return new StableText().of(text);
    }

    private static String diff(Path file, List<String> expected, List<String> actual) {
        return String.join(
                "\n",
                UnifiedDiffUtils.generateUnifiedDiff(
                        file.toString(), "this run", expected, DiffUtils.diff(expected, actual), CONTEXT));
    }

    private static void write(Path file, List<String> lines) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        text.lines().map(String::stripTrailing).forEach(lines::add);
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }
}
