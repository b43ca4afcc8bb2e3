package dev.mimo.memory.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandShapeTest {

    @Test
    void what_differs_from_time_to_time_is_left_out() {
        Map.of(
                        "git tag v1.4.2", "git tag ‹number›",
                        "git commit -m 'Release 1.4'", "git commit -m ‹text›",
                        "cd app && ./mvnw -q -Dtest=FooTest verify", "mvnw -q -Dtest=… verify",
                        "FOO=1 ./scripts/deploy.sh staging 3", "deploy.sh ‹text› ‹number›",
                        "npm run build; npm test", "npm run build && npm test",
                        "python3 tools/gen.py src/a.json src/b.json", "python3 ‹*.py› ‹*.json›",
                        "git push origin main", "git push origin ‹text›")
                .forEach((command, shape) ->
                        assertThat(CommandShape.of(command).text()).as(command).isEqualTo(shape));
    }

    @Test
    void looking_around_is_no_deed() {
        for (String command : new String[] {"ls -la", "git status", "cat a.txt | grep x", "git log --oneline", ""}) {
            assertThat(CommandShape.of(command).isDeed()).as(command).isFalse();
        }
        assertThat(CommandShape.of("git status && git push").isDeed()).isTrue();
    }

    @Test
    void quotes_and_lines_that_are_broken_do_no_harm() {
        assertThat(CommandShape.of("echo 'never closed && rm x").text()).isEqualTo("echo ‹text›");
        assertThat(CommandShape.of("git \\\n push").text()).isEqualTo("git push");
    }
}
