package dev.mimo.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantStoreIT {

    private static final Action MAKE = Action.of("bash", "git push", Effect.EXECUTE);

    @TempDir
    private Path top;

    @Test
    void a_grant_holds_in_the_next_session_of_the_project_and_nowhere_else() throws IOException {
        gate("project").grantForProject(Grant.of(MAKE));

        assertThat(gate("project").decide(List.of(MAKE))).isInstanceOf(Permission.Allow.class);
        assertThat(gate("other").decide(List.of(MAKE))).isInstanceOf(Permission.Ask.class);
        assertThat(gate("project").decide(List.of(Action.of("bash", "git push -f", Effect.EXECUTE))))
                .isInstanceOf(Permission.Ask.class);
    }

    @Test
    void a_broken_file_grants_nothing() throws IOException {
        gate("project").grantForProject(Grant.of(MAKE));
        try (Stream<Path> files = Files.list(top.resolve("grants"))) {
            Files.writeString(files.findFirst().orElseThrow(), "{\"project\":");
        }

        assertThat(gate("project").decide(List.of(MAKE))).isInstanceOf(Permission.Ask.class);
    }

    @Test
    void a_project_cannot_hold_its_own_grants() throws IOException {
        Path project = Files.createDirectories(top.resolve("project"));

        assertThatThrownBy(() -> GrantStore.open(project.resolve("grants"), project))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bash x",
                "python3 x.py",
                "python3.11 x.py",
                "node x.js",
                "npx x",
                "npm test",
                "mvn test",
                "make",
                "sudo ls",
                "env ls",
                "git -C x log",
                "./run",
                "x.sh"
            })
    void what_runs_other_code_is_never_granted(String command) {
        assertThat(Grant.isPossible(Action.of("bash", command, Effect.EXECUTE))).isFalse();
    }

    @Test
    void what_is_not_understood_is_never_granted() {
        assertThat(Grant.isPossible(Action.unclear("bash", "ls $x", Effect.EXECUTE)))
                .isFalse();
        assertThat(Grant.isPossible(MAKE)).isTrue();
    }

    private PermissionGate gate(String project) throws IOException {
        PermissionGate gate = new PermissionGate(Permissions.askBeforeChange(), null, null, path -> false);
        gate.keepIn(GrantStore.open(top.resolve("grants"), Files.createDirectories(top.resolve(project))));
        return gate;
    }
}
