package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Prompt;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files of the workspace add to runs, and what runs keep of its files. */
class ProjectFilesTest {

    private static final String SKILL = "---\nname: ship\ndescription: How to ship.\n---\nShip it.\n";

    @TempDir
    Path home;

    private CommandLineRuns mimo;

    @BeforeEach
    void open() {
        mimo = new CommandLineRuns(home);
    }

    @AfterEach
    void close() {
        mimo.close();
    }

    @Test
    void instruction_files_are_told_to_the_model() {
        mimo.files.file("AGENTS.md", "Always use tabs.");
        mimo.model
                .expect(prompt -> assertThat(prompt.system()).contains("Always use tabs."))
                .reply("yes");

        assertThat(mimo.run("go")).isZero();
        mimo.model.assertExhausted();
    }

    @Test
    void what_would_act_is_left_out_until_it_is_trusted_and_from_then_on_is_there() {
        mimo.files.file(".mimo/skills/ship/SKILL.md", SKILL);
        mimo.model
                .expect(prompt -> assertThat(hasSkills(prompt)).isFalse())
                .reply("no")
                .expect(prompt -> assertThat(hasSkills(prompt)).isTrue())
                .reply("yes")
                .expect(prompt -> assertThat(hasSkills(prompt)).isTrue())
                .reply("still");

        assertThat(mimo.run("go")).isZero();
        assertThat(mimo.out()).contains("not trusted, so left out: 1 skill (ship); --trust lets them act");
        assertThat(mimo.run("--trust", "go")).isZero();
        assertThat(mimo.run("go")).isZero();
        assertThat(mimo.out().split("not trusted", -1)).hasSize(2);
        mimo.model.assertExhausted();
    }

    @Test
    void folders_of_claude_count_when_it_is_said() {
        mimo.files.file(".claude/skills/ship/SKILL.md", SKILL);
        mimo.model
                .expect(prompt -> assertThat(hasSkills(prompt)).isTrue())
                .call("write", Map.of("path", "a", "content", "b"))
                .expect(prompt -> assertThat(hasSkills(prompt)).isTrue())
                .reply("done");

        assertThat(mimo.run("--session", "s1", "--claude", "--trust", "go")).isEqualTo(5);
        assertThat(mimo.call("resume", "s1", "--allow", "call-1")).isZero();
        mimo.model.assertExhausted();
    }

    @Test
    void a_run_keeps_what_files_held() {
        mimo.model.call("write", Map.of("path", "a", "content", "b")).reply("done");

        assertThat(mimo.run("--permissions", "workspace", "go")).isZero();

        assertThat(home.resolve("undo").resolve("sessions")).isNotEmptyDirectory();
    }

    private static boolean hasSkills(Prompt prompt) {
        return prompt.tools().stream().anyMatch(tool -> tool.name().equals("skill"));
    }
}
