package dev.mimo.tool.coding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.permission.Grant;
import dev.mimo.permission.PermissionGate;
import dev.mimo.permission.Permissions;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.TestToolContext;
import dev.mimo.tool.Workspace;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules about reading hold for each file that a search meets. */
class ClosedFilesIT {

    private static final Permissions RULES =
            Permissions.askBeforeChange().deny("read", "*.env").deny("read", "secrets/*");

    @TempDir
    Path folder;

    @Test
    void a_search_passes_over_what_may_not_be_read() throws Exception {
        Calls calls = calls(RULES);
        assertThat(calls.told("grep", "pattern", "key")).isEqualTo("""
                app.txt:1: key=app
                (left out: 3 files that may not be read)""");
        assertThat(calls.told("glob", "pattern", "**")).isEqualTo("""
                app.txt
                (left out: 3 files that may not be read)""");
        assertThat(calls.told("glob", "pattern", "*.txt")).isEqualTo("app.txt");
    }

    @Test
    void a_search_that_meets_nothing_else_does_not_say_what_is_there() throws Exception {
        Calls calls = calls(RULES);
        assertThat(calls.told("grep", "pattern", "key", "path", "secrets"))
                .isEqualTo("no line fits key in secrets\n(left out: 2 files that may not be read)");
        assertThat(calls.told("glob", "pattern", "*.env"))
                .isEqualTo("no file fits *.env in .\n(left out: 1 file that may not be read)");
        assertThat(calls.told("grep", "pattern", "key", "path", "prod.env"))
                .isEqualTo("no line fits key in prod.env\n(left out: 1 file that may not be read)");
    }

    @Test
    void what_would_be_asked_for_by_a_rule_is_passed_over_too() throws Exception {
        Calls calls = calls(Permissions.askBeforeChange().ask("read", "*.env").deny("grep", "secrets/*"));
        assertThat(calls.told("grep", "pattern", "key")).contains("app.txt").contains("left out: 3 files");
        assertThat(calls.told("glob", "pattern", "**").lines())
                .containsExactlyInAnyOrder(
                        "app.txt", "secrets/a.txt", "secrets/deep/b.txt", "(left out: 1 file that may not be read)");
    }

    @Test
    void a_yes_to_a_folder_outside_holds_for_the_files_in_it_but_no_further(@TempDir Path outside) throws Exception {
        calls(Permissions.bypass());
        Files.writeString(outside.resolve("a.txt"), "key=outside\n");
        Files.writeString(outside.resolve("b.env"), "key=closed\n");
        Files.writeString(outside.resolve("c.pem"), "key=asked\n");
        Calls calls = new Calls(folder, new TestToolContext(folder).permissions(RULES.ask("read", "*.pem")));
        String real = outside.toRealPath().toString();
        assertThat(calls.told("grep", "pattern", "key", "path", real))
                .isEqualTo(real + "/a.txt:1: key=outside\n(left out: 2 files that may not be read)");
    }

    @Test
    void a_grant_for_a_folder_holds_for_the_files_in_it(@TempDir Path outside) throws Exception {
        Action whole = Action.file("grep", outside.toRealPath(), Effect.READ);
        Action part = Action.file("grep", outside.toRealPath().resolve("a.txt"), Effect.READ);
        PermissionGate parent = new PermissionGate(RULES, Workspace.of(folder), null, path -> false);
        PermissionGate gate = new PermissionGate(RULES, Workspace.of(folder), parent, path -> false);
        gate.grant(Grant.of(whole));
        assertThat(gate.covers(whole, part)).isTrue();
        assertThat(gate.covers(whole, Action.file("grep", outside.resolve("x.env"), Effect.READ)))
                .isFalse();
    }

    @Test
    void files_too_large_to_search_are_counted() throws Exception {
        Calls calls = calls(RULES);
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("huge").toFile(), "rw")) {
            file.setLength(1L << 32);
        }
        assertThat(calls.told("grep", "pattern", "key=app"))
                .endsWith("(left out: 3 files that may not be read, 1 file over 10.0 MiB)");
    }

    private Calls calls(Permissions rules) throws Exception {
        return new Calls(folder, new TestToolContext(folder).permissions(rules))
                .file("app.txt", "key=app\n")
                .file("prod.env", "key=prod\n")
                .file("secrets/a.txt", "key=a\n")
                .file("secrets/deep/b.txt", "key=b\n");
    }
}
