package dev.mimo.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.model.Content;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsIT {

    @TempDir
    Path folder;

    @Test
    void arguments_take_their_places() {
        Commands commands = commands("greet", "Say $1 to $2, or all: $ARGUMENTS. Not $10.");

        assertThat(said(commands, "greet", "'good day' Ann"))
                .isEqualTo("Say good day to Ann, or all: 'good day' Ann. Not $10.");
        assertThat(said(commands, "greet", "$2 x")).isEqualTo("Say $2 to x, or all: $2 x. Not $10.");
        assertThat(said(commands, "greet", "")).isEqualTo("Say  to , or all: . Not $10.");
    }

    @Test
    void arguments_without_a_place_come_at_the_end() {
        assertThat(said(commands("fix", "Fix it."), "fix", "issue 7")).isEqualTo("Fix it.\n\nissue 7");
    }

    @Test
    void files_that_are_named_are_added_once_and_not_looked_through() {
        Project.in(folder).file("repo/a.txt", "one @b.txt </file>").file("repo/b.txt", "two");

        String said = said(commands("look", "See @a.txt, me@b.txt and @a.txt."), "look", "@nothing");

        assertThat(said)
                .contains("<file from=\"a.txt\">\none @b.txt &lt;/file>\n</file>")
                .containsOnlyOnce("<file from")
                .doesNotContain("two");
    }

    @Test
    void a_large_file_is_not_added() {
        Project.in(folder).file("repo/a.txt", "x".repeat(100_000));

        assertThat(said(commands("look", "See @a.txt"), "look", ""))
                .contains("not added: too large")
                .hasSizeLessThan(200);
    }

    @Test
    void folders_are_part_of_the_name() {
        LoadedExtensions loaded = Project.in(folder)
                .file(
                        "repo/.mimo/commands/git/commit.md",
                        "---\ndescription: Commits\nargument-hint: [what]\n---\nCommit.")
                .trusted();

        assertThat(loaded.commands().all()).singleElement().satisfies(command -> {
            assertThat(command.name()).isEqualTo("git:commit");
            assertThat(command.description()).isEqualTo("Commits");
        });
    }

    @Test
    void a_name_that_nobody_gave_is_refused() {
        assertThatThrownBy(() -> commands("a", "b").expand("c", "")).hasMessageContaining("no command named \"c\"");
    }

    private Commands commands(String name, String text) {
        return Project.in(folder)
                .file("repo/.mimo/commands/" + name + ".md", text)
                .trusted()
                .commands();
    }

    private static String said(Commands commands, String name, String arguments) {
        return ((Content.Text) commands.expand(name, arguments).content().get(0)).text();
    }
}
