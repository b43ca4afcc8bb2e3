package dev.mimo.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.agent.AgentPart;
import dev.mimo.model.Content;
import dev.mimo.model.ToolSpec;
import dev.mimo.permission.Permissions;
import dev.mimo.testing.ScriptedModel;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VouchedIT {

    private static final String AGENT = "---\nname: %s\ndescription: %s\n---\nYou do it.";

    @TempDir
    Path folder;

    private Project project;
    private Path assets;

    @BeforeEach
    void writeExtensions() {
        project = Project.in(folder)
                .file("repo/AGENTS.md", "the rules")
                .skill("repo/.mimo/skills", "release", "of the project")
                .skill("assets/skills", "release", "vouched for")
                .skill("assets/skills", "migrate", "Adds a migration")
                .file("assets/agents/checker.md", AGENT.formatted("checker", "Checks"))
                .file("repo/.mimo/agents/checker.md", AGENT.formatted("checker", "Checks for the project"))
                .file("assets/commands/deploy.md", "---\ndescription: Deploys\n---\nDeploy $ARGUMENTS.");
        assets = project.folder().resolve("assets");
    }

    @Test
    void what_the_host_vouches_for_comes_after_what_the_project_brings() {
        LoadedExtensions loaded =
                trusted().also(assets).also(folder.resolve("nowhere")).load();

        assertThat(loaded.skills())
                .extracting(Skill::description)
                .containsExactly("of the project", "Adds a migration");
        assertThat(loaded.commands().expand("deploy", "v2").content()).containsExactly(Content.text("Deploy v2."));
    }

    @Test
    void it_needs_no_trust_and_can_be_read_alone() {
        LoadedExtensions loaded = project.extensions().also(assets).loadFolders();

        assertThat(loaded.instructions()).isEmpty();
        assertThat(loaded.skills()).extracting(Skill::description).contains("vouched for");
        assertThat(loaded.agents()).extracting(CustomAgent::name).containsExactly("checker");
        assertThat(Project.ignored(loaded)).isEmpty();
    }

    @Test
    void parts_of_an_agent_offer_their_skills_in_one_tool_whatever_their_order() {
        LoadedExtensions vouched = project.extensions().also(assets).loadFolders();

        ScriptedModel one = ran(vouched, trusted());
        ScriptedModel other = ran(trusted(), vouched);

        assertThat(tool(one, "skill").description())
                .contains("- release: of the project", "- migrate: Adds")
                .doesNotContain("vouched for");
        assertThat(tool(one, "task").description()).contains("Checks for the project");
        assertThat(other.prompts().get(0).tools())
                .isEqualTo(one.prompts().get(0).tools());
    }

    @Test
    void a_skill_of_another_part_can_be_loaded() {
        LoadedExtensions vouched = project.extensions().also(assets).loadFolders();
        ScriptedModel model = ScriptedModel.create()
                .call("skill", Map.of("name", "migrate"))
                .expect(prompt -> assertThat(prompt.messages().toString()).contains("Body of migrate."))
                .reply("done");

        agent(model).part(vouched).part(trusted()).build().run("go");

        model.assertExhausted();
    }

    private Extensions trusted() {
        return project.extensions().trust(Trust.only(project.repo()));
    }

    private AgentBuilder agent(ScriptedModel model) {
        return Agent.builder().model(model).workspace(project.repo()).permissions(Permissions.bypass());
    }

    private ScriptedModel ran(AgentPart first, AgentPart second) {
        ScriptedModel model = ScriptedModel.create().reply("ok");
        agent(model).part(first).part(second).build().run("go");
        return model;
    }

    private static ToolSpec tool(ScriptedModel model, String name) {
        return model.prompts().get(0).tools().stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
