package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.examples.JavaProgram;
import dev.mimo.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workflows from the packaged jar, in a process of its own. */
class WorkflowJarIT {

    private static final String META = "export const meta = { name: 'check', description: 'Prüft.' }\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void a_dry_run_prints_one_line_and_nothing_else() throws Exception {
        Path script = Files.writeString(
                folder.resolve("check.js"),
                META + "phase('Prüfen 🦙');\nreturn await parallel([0, 1, 2].map(n => () => agent('p' + n)))");

        int code = mimo("workflow", "dry-run", script.toString(), "--fail-every", "2", "--json");

        // Newer JDKs say themselves that the engine of scripts uses what they will take away.
        assertThat(read("err").lines().filter(line -> !line.startsWith("WARNING: ")))
                .isEmpty();
        assertThat(code).isZero();
        assertThat(read("out").lines()).hasSize(1);
        assertThat(Json.read(read("out")))
                .isEqualTo(Json.read("{\"status\":\"completed\",\"agents\":3,\"phases\":[\"Prüfen 🦙\"],"
                        + "\"result\":[\"stub text 0\",null,\"stub text 2\"],\"error\":null}"));
    }

    @Test
    void a_failed_dry_run_ends_with_1_and_bad_usage_with_2() throws Exception {
        Path script = Files.writeString(folder.resolve("check.js"), META + "\nthrow new Error('so it is')");

        assertThat(mimo("workflow", "dry-run", script.toString())).isEqualTo(1);
        assertThat(Json.read(read("out")).path("error"))
                .isEqualTo(Json.read("{\"message\":\"Error: so it is\",\"line\":3}"));
        assertThat(mimo("workflow", "dry-run", "none.js")).isEqualTo(2);
        assertThat(read("out")).isEmpty();
    }

    private int mimo(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(JavaProgram.mimo(arguments))
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put("MIMO_HOME", folder.resolve("home").toString());
        Process process = builder.start();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended).as("ends within 2 min").isTrue();
        return process.exitValue();
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }
}
