package dev.mimo.examples.swe;

import dev.mimo.environment.MimoException;
import dev.mimo.examples.duel.Git;
import dev.mimo.examples.duel.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Judges a patch as the public harness does: on a fresh copy, with the hidden tests, by a command. For one thread. */
final class PatchCheck {

    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final String command;
    private final Git git;
    private final SweBench.Terms terms;

    PatchCheck(String command, Git git, SweBench.Terms terms) {
        this.command = command;
        this.git = git;
        this.terms = terms;
    }

    /** A patch does not apply. */
    static final class Refused extends MimoException {
        private static final long serialVersionUID = 1L;

        Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Whether the command ends with 0.
     *
     * @param fresh a folder that does not exist yet
     * @throws Refused when the patch, or that of the tests, does not apply
     */
    boolean passes(Instance instance, String patch, Path fresh) throws IOException, InterruptedException {
        instance.repository(terms.mirrors()).copyTo(fresh, git);
        apply("the patch", patch, fresh);
        String tests = instance.testPatch();
        apply("the patch of the tests", tests == null ? "" : tests, fresh);
        return new Shell(terms.cancellation()).run(command, fresh, LONGEST).isGood();
    }

    private void apply(String what, String patch, Path folder) throws IOException, InterruptedException {
        if (patch.isBlank()) {
            return;
        }
        Path file = Files.createTempFile("mimo-patch-", ".diff");
        try {
            Files.writeString(file, patch.endsWith("\n") ? patch : patch + "\n");
            git.run(folder, "apply", "--whitespace=nowarn", file.toString());
        } catch (MimoException e) {
            throw new Refused(what + " does not apply: " + e.getMessage(), e);
        } finally {
            Files.delete(file);
        }
    }
}
