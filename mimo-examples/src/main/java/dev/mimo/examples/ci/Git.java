package dev.mimo.examples.ci;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What the bot wants to know of a checkout. Nothing is committed, and the index stays as it is. */
final class Git {

    private final Path folder;

    Git(Path folder) {
        this.folder = folder;
    }

    /** Files that differ from the last commit, as git lists them; empty when there are none. */
    String changes() throws IOException, InterruptedException {
        return run(Map.of(), "status", "--porcelain", "--untracked-files=all");
    }

    /** These files against the last commit, new ones included, as {@code git apply} takes it. */
    String patch(Collection<String> files) throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("mimo-ci-");
        Map<String, String> aside =
                Map.of("GIT_INDEX_FILE", scratch.resolve("index").toString());
        try {
            run(aside, "read-tree", "HEAD");
            List<String> take = new ArrayList<>(List.of("update-index", "--add", "--remove", "--"));
            take.addAll(files);
            run(aside, take.toArray(String[]::new));
            return run(aside, "diff", "--cached", "--binary", "--no-ext-diff", "--no-textconv", "--no-color", "HEAD");
        } finally {
            Files.deleteIfExists(scratch.resolve("index"));
            Files.delete(scratch);
        }
    }

    private String run(Map<String, String> variables, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false"));
        line.addAll(List.of(arguments));
        Path errors = Files.createTempFile("mimo-ci-", ".txt");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(line).directory(folder.toFile()).redirectError(errors.toFile());
            builder.environment().putAll(variables);
            Process git = builder.start();
            git.getOutputStream().close();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (git.waitFor() != 0) {
                throw new IOException("git " + arguments[0] + " failed in " + folder + ": "
                        + Files.readString(errors).strip());
            }
            return said;
        } finally {
            Files.delete(errors);
        }
    }
}
