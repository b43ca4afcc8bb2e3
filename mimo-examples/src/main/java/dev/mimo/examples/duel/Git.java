package dev.mimo.examples.duel;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.MimoException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs git, without hooks, filters of the user and questions. Safe for use by several threads. */
public final class Git {

    private static final List<String> ALWAYS = List.of(
            "git",
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "core.autocrlf=false",
            "-c",
            "core.safecrlf=false",
            "-c",
            "core.excludesFile=/dev/null",
            "-c",
            "core.attributesFile=/dev/null",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "commit.gpgSign=false",
            "-c",
            "diff.noprefix=false",
            "-c",
            "diff.mnemonicPrefix=false",
            "-c",
            "gc.auto=0",
            "-c",
            "advice.detachedHead=false",
            "-c",
            "user.name=mimo",
            "-c",
            "user.email=mimo@localhost");

    private final Cancellation cancellation;

    /** {@code cancellation}: ends what runs. */
    public Git(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    /**
     * What it printed.
     *
     * @throws MimoException when it ended with anything but 0, with what it said
     */
    public byte[] run(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(ALWAYS);
        line.addAll(List.of(arguments));
        Path out = Files.createTempFile("mimo-git-", ".out");
        Path err = Files.createTempFile("mimo-git-", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("GIT_TERMINAL_PROMPT", "0");
            int code = await(builder.start());
            if (code != 0) {
                String said = new String(Files.readAllBytes(err), StandardCharsets.UTF_8).strip();
                throw new MimoException("git " + arguments[0] + " ended with " + code + ": " + said);
            }
            return Files.readAllBytes(out);
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private int await(Process git) throws IOException, InterruptedException {
        git.getOutputStream().close();
        Cancellation.Registration stop = cancellation.onCancel(git::destroy);
        try {
            int code = git.waitFor();
            cancellation.throwIfCancelled();
            return code;
        } finally {
            stop.close();
            git.destroy();
        }
    }
}
