package dev.mimo.memory.layer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassedCheckTest {

    private static final String PASSED = "all well\n[exit 0, 1.2 s]";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mvn -q test", "./mvnw -B verify 2>&1", "cd core && ./gradlew build", "npm test", "npm run build",
                "CI=1 npx jest --ci", "cargo test --all > out.txt", "go vet ./...", "python3 -m pytest -x", "make",
                "timeout 60 pytest tests", "scripts/check.sh", "bash scripts/run-tests.sh", "dotnet build"
            })
    void tests_and_builds_that_ended_well_show_something(String command) {
        assertThat(PassedCheck.shows(command, PASSED)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo test", "ls", "cat build.log", "grep -r test src", "mvn test | tail -5", "mvn test || true",
                "mvn test; echo done", "mvn --version", "npm install", "git commit -m 'build'", "! make", "make -n",
                "mvn test &", "x=$(make)", "make\ntrue", "python3 script.py", "test-report --show | less", "testify"
            })
    void what_may_have_ended_well_for_another_reason_shows_nothing(String command) {
        assertThat(PassedCheck.shows(command, PASSED)).isFalse();
    }

    @Test
    void a_check_that_failed_or_did_not_end_shows_nothing() {
        assertThat(PassedCheck.shows("mvn test", "[exit 1, 1.2 s]")).isFalse();
        assertThat(PassedCheck.shows("mvn test", "[exit 0, 1.2 s]\nbut then\n[exit 1, 2 s]"))
                .isFalse();
        assertThat(PassedCheck.shows("mvn test", "killed")).isFalse();
    }
}
