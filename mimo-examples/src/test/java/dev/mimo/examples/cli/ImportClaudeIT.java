package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportClaudeIT {

    private static final String SECRET = "secret-0123456789";

    @TempDir
    Path folder;

    private Path home;
    private Path theirs;
    private CommandLineRuns mimo;

    @BeforeEach
    void open() throws IOException {
        home = folder.resolve("mimo");
        theirs = folder.toRealPath().resolve("theirs");
        Files.createDirectories(theirs.resolve(".claude"));
        Files.writeString(theirs.resolve(".claude/settings.json"), """
                {"env": {"ANTHROPIC_BASE_URL": "http://127.0.0.1:9/anthropic", "ANTHROPIC_AUTH_TOKEN": "%s",
                         "ANTHROPIC_MODEL": "some-model"},
                 "permissions": {"allow": ["Write"], "deny": ["Edit(secret.txt)"]}}
                """.formatted(SECRET));
        mimo = new CommandLineRuns(home);
    }

    @AfterEach
    void close() {
        mimo.close();
    }

    @Test
    void a_dry_run_prints_the_report_and_keeps_nothing() {
        assertThat(importing("--dry-run")).isZero();

        assertThat(mimo.out())
                .contains(
                        "taken    env.ANTHROPIC_AUTH_TOKEN",
                        "taken    permissions.deny Edit(secret.txt)",
                        "nothing was kept")
                .doesNotContain(SECRET);
        assertThat(home).doesNotExist();
    }

    @Test
    void json_is_one_object() {
        assertThat(importing("--dry-run", "--json")).isZero();

        assertThat(Json.readObject(mimo.out()).path("entries").findValuesAsText("what"))
                .contains("env.ANTHROPIC_BASE_URL", "permissions.allow", "permissions.deny");
    }

    @Test
    void an_import_keeps_where_things_are_and_no_secret() throws IOException {
        assertThat(importing()).isZero();

        assertThat(Json.readObject(Files.readString(home.resolve("claude.json"))))
                .isEqualTo(Json.object().put("format", 1).put("home", theirs.toString()));
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).doesNotContain(SECRET);
            }
        }
    }

    @Test
    void runs_after_an_import_obey_its_rules() {
        importing();
        mimo.model
                .call("write", Map.of("path", "free.txt", "content", "x"))
                .call("write", Map.of("path", "secret.txt", "content", "x"))
                .reply("done");

        assertThat(mimo.run("go")).isZero();

        assertThat(mimo.files.root().resolve("free.txt")).exists();
        assertThat(mimo.files.root().resolve("secret.txt")).doesNotExist();
    }

    @Test
    void runs_after_an_import_use_its_model_where_nothing_else_names_one() {
        importing();

        mimo.callWithout("run", "--workspace", mimo.files.root().toString(), "--max-cost", "1", "go");

        assertThat(mimo.err()).contains("anthropic:some-model");
    }

    @Test
    void a_home_that_is_gone_is_said() {
        assertThat(mimo.call("import-claude", "--home", folder.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(mimo.err()).contains("there is no folder");
    }

    private int importing(String... more) {
        String[] all = Stream.concat(
                        Stream.of(
                                "import-claude",
                                "--home",
                                theirs.toString(),
                                "--project",
                                mimo.files.root().toString()),
                        Stream.of(more))
                .toArray(String[]::new);
        return mimo.call(all);
    }
}
