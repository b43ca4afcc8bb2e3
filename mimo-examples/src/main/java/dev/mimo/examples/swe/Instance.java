package dev.mimo.examples.swe;

import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.duel.Fields;
import dev.mimo.examples.duel.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An issue of a repository, in the public fields of SWE-bench. The solution, and the tests that judge it, are never shown to the
 * agent.
 *
 * @param repo owner and name
 * @param problem what the issue says
 * @param hints what was said about it before it was solved; null when nothing was
 * @param testPatch the hidden tests; null when there are none
 */
public record Instance(
        String id,
        String repo,
        String baseCommit,
        String problem,
        @Nullable String hints,
        @Nullable String testPatch) {

    private static final Pattern REPO = Pattern.compile("[\\w.-]+/[\\w.-]+");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-fA-F]{40}");

    /**
     * Reads JSON lines; keys that say nothing about the work are passed over.
     *
     * @throws UsageError when something is wrong with them, with the line, the key and the value
     */
    public static List<Instance> read(Path file) {
        List<Instance> instances = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        try {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                if (!line.isBlank()) {
                    Instance instance = of(Fields.read(file + ", line " + number, line));
                    if (!ids.add(instance.id)) {
                        throw new UsageError(file + ", line " + number + ": there is another \"" + instance.id + "\".");
                    }
                    instances.add(instance);
                }
            }
        } catch (IOException e) {
            throw new UsageError("there are no instances to be read at " + file + ".");
        }
        return instances;
    }

    private static Instance of(Fields fields) {
        String repo = fields.text("repo");
        String commit = fields.text("base_commit");
        if (!REPO.matcher(repo).matches() || repo.contains("..")) {
            throw fields.wrong("repo", "has to be an owner and a name");
        }
        if (!COMMIT.matcher(commit).matches()) {
            throw fields.wrong("base_commit", "has to be a whole commit id");
        }
        return new Instance(
                fields.text("instance_id"),
                repo,
                commit,
                fields.text("problem_statement"),
                given(fields, "hints_text"),
                given(fields, "test_patch"));
    }

    /** The public data has empty texts where there is nothing. */
    private static @Nullable String given(Fields fields, String key) {
        String text = fields.json().path(key).asText("");
        return text.isBlank() ? null : text;
    }

    /**
     * Where its repository is: in a folder of mirrors under {@code owner__name}, {@code owner/name} or either with
     * {@code .git}; else at GitHub.
     */
    Repository repository(@Nullable Path mirrors) {
        if (mirrors != null) {
            for (String name : List.of(repo.replace("/", "__"), repo)) {
                for (String end : List.of("", ".git")) {
                    Path mirror = mirrors.resolve(name + end);
                    if (Files.isDirectory(mirror)) {
                        return new Repository(mirror.toAbsolutePath().toString(), baseCommit);
                    }
                }
            }
        }
        return new Repository("https://github.com/" + repo + ".git", baseCommit);
    }

    /** What the agent is told. */
    String prompt(boolean withHints) {
        String said = withHints && hints != null ? "\n\nWhat was said about it:\n\n" + hints.strip() : "";
        return "The repository in this folder has the issue below. Change its sources so that the issue is resolved. Tests that"
                + " you do not see will tell; leave the tests that are there as they are.\n\n" + problem.strip() + said;
    }
}
