package dev.mimo.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Json;
import dev.mimo.workflow.SavedScript.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedScriptsIT {

    private static final String BUILT_INS = "\"code-review\", \"deep-research\", \"fact-check\", \"implement\"";

    @TempDir
    Path folder;

    private Path repo;
    private Path home;

    @BeforeEach
    void folders() throws IOException {
        repo = Files.createDirectories(folder.toRealPath().resolve("repo"));
        home = folder.toRealPath().resolve("home");
    }

    @Test
    void a_nearer_place_wins() throws IOException {
        write(repo.resolve(".claude/workflows/deploy.js"), "deploy", "claude");
        write(home.resolve(".mimo/workflows/deploy.js"), "deploy", "user");
        write(home.resolve(".claude/workflows/release.js"), "release", "user's claude");
        write(home.resolve(".mimo/workflows/fact-check.js"), "fact-check", "mine");

        assertThat(described("deploy")).isEqualTo("claude");
        assertThat(described("release")).isEqualTo("user's claude");
        assertThat(described("fact-check")).isEqualTo("mine");

        write(repo.resolve(".mimo/workflows/x.js"), "deploy", "mimo");

        assertThat(described("deploy")).isEqualTo("mimo");
    }

    @Test
    void a_script_is_found_by_its_file_and_by_its_meta_name() throws IOException {
        write(repo.resolve(".mimo/workflows/ship-it.js"), "Ship it!", "ships");

        assertThat(described("ship-it")).isEqualTo("ships");
        assertThat(described("Ship it!")).isEqualTo("ships");
    }

    @Test
    void two_scripts_of_one_place_are_an_error_that_names_both() throws IOException {
        Path one = write(repo.resolve(".mimo/workflows/deploy.js"), "ship", "one");
        Path two = write(repo.resolve(".mimo/workflows/other.js"), "deploy", "two");

        assertThatThrownBy(() -> scripts().named("deploy"))
                .isInstanceOf(MimoException.class)
                .hasMessage(
                        "more than one workflow is called \"deploy\": " + one + ", " + two + "; rename all but one");
        assertThat(described("ship")).isEqualTo("one");
    }

    @Test
    void a_file_and_a_link_to_it_are_one_script() throws IOException {
        Path file = write(repo.resolve(".mimo/workflows/deploy.js"), "deploy", "one");
        Files.createSymbolicLink(file.resolveSibling("again.js"), file);

        assertThat(described("deploy")).isEqualTo("one");
        assertThat(described("again")).isEqualTo("one");
    }

    @Test
    void the_scripts_of_a_project_that_is_not_trusted_do_not_count() throws IOException {
        Path file = write(repo.resolve(".mimo/workflows/deploy.js"), "deploy", "hostile");
        write(repo.resolve("tools/own.js"), "own", "in the workspace");
        SavedScripts scripts =
                SavedScripts.builder().workspace(repo).project(repo, false).build();

        assertThat(scripts.list()).extracting(SavedScript::place).containsOnly(Place.BUILT_IN);
        assertThatThrownBy(() -> scripts.named("deploy"))
                .hasMessage("there is no workflow \"deploy\"; there are " + BUILT_INS + "; those in " + file.getParent()
                        + " do not count: the project is not trusted");
        assertThatThrownBy(() -> scripts.find(path(".mimo/workflows/deploy.js")))
                .hasMessageContaining("not at");
        assertThatThrownBy(() -> scripts.find(path(".MIMO/workflows/../workflows/deploy.js")))
                .hasMessageContaining("not at");
        assertThat(scripts.find(path("tools/own.js")).meta().name()).isEqualTo("own");
    }

    @Test
    void the_list_has_all_of_them_with_their_faults() throws IOException {
        Path good = write(repo.resolve(".mimo/workflows/good.js"), "good", "does good");
        Path broken = good.resolveSibling("broken.js");
        Files.writeString(broken, "const meta = 1");
        Files.writeString(good.resolveSibling("notes.txt"), "no script");
        Files.writeString(good.resolveSibling(".#good.js"), "left by an editor");

        List<SavedScript> list = scripts().list();

        assertThat(list.subList(0, 2))
                .containsExactly(
                        new SavedScript("broken", null, null, Place.PROJECT, broken, faultOf("const meta = 1")),
                        new SavedScript("good", "does good", "when good", Place.PROJECT, good, null));
        assertThat(list.subList(2, list.size()))
                .extracting(SavedScript::name)
                .containsExactly("code-review", "deep-research", "fact-check", "implement");
        assertThat(list.subList(2, list.size()))
                .allMatch(script -> script.whenToUse() != null && script.file() == null);
    }

    @Test
    void a_broken_script_hides_no_other_but_is_not_passed_over() throws IOException {
        Path broken = write(repo.resolve(".mimo/workflows/x.js"), "x", "project");
        write(broken.resolveSibling("y.js"), "y", "fine");
        write(home.resolve(".mimo/workflows/x.js"), "x", "user");
        Files.writeString(broken, "export const meta = { name: call() }");

        assertThat(described("y")).isEqualTo("fine");
        assertThatThrownBy(() -> scripts().named("x"))
                .hasMessageStartingWith("the workflow " + broken + " cannot run: ")
                .hasMessageContaining("line 1");
    }

    @Test
    void links_do_not_lead_out() throws IOException {
        Path secret = write(folder.resolve("elsewhere/secret.js"), "secret", "outside");
        Path workflows = Files.createDirectories(repo.resolve(".mimo/workflows"));
        Files.createSymbolicLink(workflows.resolve("out.js"), secret);
        Files.createSymbolicLink(workflows.resolve("nowhere.js"), folder.resolve("gone.js"));
        Files.createSymbolicLink(workflows.resolve("loop.js"), workflows.resolve("loop.js"));
        Files.createDirectories(repo.resolve(".claude"));
        Files.createSymbolicLink(repo.resolve(".claude/workflows"), secret.getParent());
        Files.createSymbolicLink(repo.resolve("link.js"), secret);

        assertThatThrownBy(() -> scripts().named("out")).hasMessageContaining("a link that leads out of " + workflows);
        assertThatThrownBy(() -> scripts().named("nowhere")).hasMessageContaining("a link that leads nowhere");
        assertThatThrownBy(() -> scripts().named("loop")).hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> scripts().named("secret")).hasMessageContaining("there is no workflow");
        assertThatThrownBy(() -> scripts().find(path("link.js"))).hasMessageContaining("not at link.js");
        assertThatThrownBy(() -> scripts().find(path(".claude/workflows/secret.js")))
                .hasMessageContaining("not at");
        assertThat(scripts().list()).extracting(SavedScript::fault).contains("a link that leads out of " + repo);
    }

    @Test
    void the_folder_of_the_user_may_be_a_link() throws IOException {
        Path real =
                write(folder.resolve("dotfiles/deploy.js"), "deploy", "linked").getParent();
        Files.createDirectories(home.resolve(".mimo"));
        Files.createSymbolicLink(home.resolve(".mimo/workflows"), real);

        assertThat(described("deploy")).isEqualTo("linked");
    }

    @Test
    void only_plain_files_of_a_known_size_in_utf_8_are_read() throws IOException {
        Path workflows = Files.createDirectories(repo.resolve(".mimo/workflows"));
        Files.createDirectories(workflows.resolve("folder.js"));
        Files.write(workflows.resolve("latin.js"), "// \u00e9".getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(
                workflows.resolve("large.js"), source("large", "d") + "//" + "x".repeat(ScriptFolder.LARGEST));
        String text = source("fits", "fits");
        Files.writeString(workflows.resolve("fits.js"), text + "/".repeat(ScriptFolder.LARGEST - text.length()));

        assertThatThrownBy(() -> scripts().named("folder")).hasMessageContaining("no plain file");
        assertThatThrownBy(() -> scripts().named("latin")).hasMessageContaining("not in UTF-8");
        assertThatThrownBy(() -> scripts().named("large")).hasMessageContaining("larger than 524288 bytes");
        assertThat(described("fits")).isEqualTo("fits");
    }

    @Test
    void a_missing_name_is_answered_with_what_there_is() throws IOException {
        write(repo.resolve(".mimo/workflows/deploy.js"), "deploy", "d");

        assertThatThrownBy(() -> scripts().named("Deplyo"))
                .hasMessage("there is no workflow \"Deplyo\"; did you mean \"deploy\"? There are "
                        + BUILT_INS.replace("\"deep-research\"", "\"deep-research\", \"deploy\""));
        assertThatThrownBy(() -> scripts().named("DEPLOY")).hasMessageContaining("did you mean \"deploy\"?");
        assertThatThrownBy(() -> scripts().named("../deploy")).hasMessageContaining("there is no workflow");
        assertThatThrownBy(() -> scripts().named("something\nelse\u202e")).hasMessageContaining("\"something?else?\"");
    }

    @Test
    void a_script_by_path_lies_in_the_workspace_or_in_a_place() throws IOException {
        write(repo.resolve("tools/own.js"), "own", "workspace");
        Path user = write(home.resolve(".mimo/workflows/mine.js"), "mine", "user");
        Path other = write(folder.resolve("other/x.js"), "x", "outside");

        assertThat(scripts().find(path("tools/own.js")).meta().name()).isEqualTo("own");
        assertThat(scripts().find(path(user.toString())).meta().name()).isEqualTo("mine");
        assertThatThrownBy(() -> scripts().find(path(other.toString()))).hasMessageContaining("not at " + other);
        assertThatThrownBy(() -> scripts().find(path("../other/x.js"))).hasMessageContaining("not at ../other/x.js");
        assertThatThrownBy(() -> scripts().find(path("tools/gone.js"))).hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> scripts().find(path(""))).hasMessageContaining("not a path");
    }

    @Test
    void without_a_workspace_a_script_by_path_lies_in_a_place() throws IOException {
        Path own = write(repo.resolve("tools/own.js"), "own", "workspace");
        Path user = write(home.resolve(".mimo/workflows/mine.js"), "mine", "user");
        SavedScripts scripts = SavedScripts.builder().user(user.getParent()).build();

        assertThat(scripts.find(path(user.toString())).meta().name()).isEqualTo("mine");
        assertThatThrownBy(() -> scripts.find(path(own.toString()))).hasMessageContaining("not at");
    }

    @Test
    void a_reference_is_a_name_a_script_or_an_object() throws IOException {
        write(repo.resolve(".mimo/workflows/deploy.js"), "deploy", "saved");
        String source = source("inline", "inline");

        assertThat(name(TextNode.valueOf("deploy"))).isEqualTo("deploy");
        assertThat(name(TextNode.valueOf(source))).isEqualTo("inline");
        assertThat(name(Json.object().put("name", "deploy"))).isEqualTo("deploy");
        assertThat(name(Json.object().put("script", source).put("name", "deploy")))
                .isEqualTo("inline");
        assertThatExceptionOfType(WorkflowException.class)
                .isThrownBy(() -> name(TextNode.valueOf("const x = 1\nreturn x")))
                .satisfies(fault -> assertThat(fault.line()).isEqualTo(1));
        assertThatThrownBy(() -> name(Json.object())).hasMessageContaining("not by {}");
    }

    @Test
    void what_was_saved_meanwhile_is_found() throws IOException {
        SavedScripts scripts = scripts();
        write(repo.resolve(".mimo/workflows/new.js"), "new", "saved later");

        assertThat(scripts.named("new").meta().description()).isEqualTo("saved later");
    }

    private SavedScripts scripts() {
        return SavedScripts.builder()
                .workspace(repo)
                .project(repo, true)
                .user(home.resolve(".mimo/workflows"))
                .user(home.resolve(".claude/workflows"))
                .build();
    }

    private String described(String name) {
        return scripts().named(name).meta().description();
    }

    private String name(JsonNode ref) {
        return scripts().find(ref).meta().name();
    }

    private static JsonNode path(String path) {
        return Json.object().put("scriptPath", path);
    }

    private static String faultOf(String source) {
        try {
            return "no fault: " + WorkflowScript.of(source);
        } catch (WorkflowException e) {
            return e.getMessage();
        }
    }

    private static String source(String name, String description) {
        return "export const meta = { name: \"" + name + "\", description: \"" + description + "\", whenToUse: 'when "
                + name + "' };\nreturn 1;\n";
    }

    private static Path write(Path file, String name, String description) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, source(name, description));
    }
}
