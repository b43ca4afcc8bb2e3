package dev.mimo.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.Outcome;
import dev.mimo.model.Prompt;
import dev.mimo.model.ToolSpec;
import dev.mimo.permission.Permissions;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.coding.CodingTools;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtensionsIT {

    @TempDir
    Path folder;

    @Test
    void instruction_files_are_told_the_nearest_first_and_the_users_last() {
        Project project = Project.in(folder)
                .file("repo/AGENTS.md", "top rules\n@docs/more.md\n")
                .file("repo/docs/more.md", "imported rules")
                .file("repo/sub/CLAUDE.md", "near rules")
                .file("home/.mimo/AGENTS.md", "own rules");
        ScriptedModel model = ScriptedModel.create().reply("ok");

        Agent.builder()
                .model(model)
                .instructions("Be kind.")
                .part(Extensions.of(project.repo().resolve("sub"))
                        .user(project.home())
                        .trust(Trust.only(project.repo())))
                .build()
                .run("go");

        assertThat(model.prompts().get(0).system())
                .startsWith("Be kind.")
                .containsSubsequence("near rules", "top rules", "imported rules", "own rules")
                .contains("<instructions from=\"sub/CLAUDE.md\">")
                .doesNotContain("<untrusted");
    }

    @Test
    void a_file_with_two_names_is_told_once() {
        Project project = Project.in(folder).file("repo/AGENTS.md", "the rules");
        project.link("repo/CLAUDE.md", Path.of("AGENTS.md"));

        assertThat(project.trusted().instructions()).containsOnlyOnce("the rules");
    }

    @Test
    void of_a_skill_only_the_head_is_told_until_it_is_loaded() {
        Project project = Project.in(folder)
                .skill("repo/.mimo/skills", "pdf", "Works with PDF files")
                .file("repo/.mimo/skills/pdf/forms.md", "more")
                .skill("repo/.agents/skills/group", "notes", "Takes notes")
                .skill("home/.agents/skills", "own", "The user's own")
                .skill("repo/.claude/skills", "hidden", "Not asked for");
        ScriptedModel model = ScriptedModel.create()
                .call("skill", Map.of("name", "pdf"))
                .expect(prompt -> assertThat(lastResult(prompt))
                        .contains("Body of pdf.", "forms.md")
                        .doesNotContain("description:"))
                .reply("done");

        Outcome outcome =
                agent(model, project.extensions().user(project.home())).run("go");

        assertThat(outcome.isDone()).isTrue();
        ToolSpec skill = tool(model, "skill");
        assertThat(skill.description())
                .contains("- pdf: Works with PDF files", "- notes: ", "- own: ")
                .doesNotContain("Body of", "hidden");
    }

    @Test
    void more_than_twenty_skills_are_searched_for() {
        Project project = Project.in(folder);
        for (int i = 0; i < 30; i++) {
            project.skill("repo/.mimo/skills", "skill-" + i, "Does thing number" + i);
        }
        project.skill("repo/.mimo/skills", "deploy", "Puts services on the cluster");
        ScriptedModel model = ScriptedModel.create()
                .call("skill", Map.of("query", "cluster services"))
                .expect(prompt -> assertThat(lastResult(prompt)).startsWith("- deploy: Puts services on the cluster"))
                .call("skill", Map.of("name", "deploy"))
                .expect(prompt -> assertThat(lastResult(prompt)).contains("Body of deploy."))
                .reply("done");

        agent(model, project.extensions()).run("go");

        model.assertExhausted();
        assertThat(tool(model, "skill").description()).contains("There are 31").doesNotContain("skill-7");
    }

    @Test
    void a_skill_that_is_not_for_the_model_is_a_command_for_people() {
        Project project = Project.in(folder)
                .file(
                        "repo/.mimo/skills/ship/SKILL.md",
                        "---\nname: ship\ndescription: Ships it\ndisable-model-invocation: true\n---\nShip $ARGUMENTS.");
        LoadedExtensions loaded = project.trusted();

        assertThat(SkillTool.of(skills(project))).isNull();
        assertThat(loaded.commands().expand("ship", "v2").content()).hasToString("[Text[text=Ship v2.]]");
    }

    @Test
    void the_nearest_of_two_with_one_name_is_taken_and_the_other_reported() {
        Project project = Project.in(folder)
                .skill("repo/.mimo/skills", "a", "of the project")
                .skill("home/.mimo/skills", "a", "of the user");

        LoadedExtensions loaded = project.extensions()
                .user(project.home())
                .trust(Trust.only(project.repo()))
                .load();

        assertThat(loaded.skills())
                .singleElement()
                .satisfies(skill -> assertThat(skill.description()).isEqualTo("of the project"));
        assertThat(Project.ignored(loaded)).singleElement().asString().contains("one of that name already");
    }

    @Test
    void a_custom_agent_works_with_its_own_instructions_and_some_of_the_tools() {
        Project project = Project.in(folder)
                .file(
                        "repo/.claude/agents/reviewer.md",
                        "---\nname: reviewer\ndescription: Use it when: code is to be reviewed\ntools: Read, Grep\n"
                                + "model: sonnet\n---\nYou review code.");
        ScriptedModel model = ScriptedModel.create()
                .call("task", Map.of("title", "Review", "prompt", "Look at it", "kind", "reviewer"))
                .expect(prompt -> {
                    assertThat(prompt.system()).isEqualTo("You review code.");
                    assertThat(prompt.tools()).extracting(ToolSpec::name).containsExactly("read", "grep");
                })
                .reply("looks fine")
                .expect(prompt -> assertThat(lastResult(prompt)).isEqualTo("looks fine"))
                .reply("done");

        Outcome outcome = agent(model, project.extensions().claude(true)).run("go");

        model.assertExhausted();
        assertThat(outcome.text()).isEqualTo("done");
        assertThat(tool(model, "task").description()).contains("- reviewer: Use it when: code is to be reviewed");
    }

    @Test
    void an_agent_whose_model_is_not_there_works_with_that_of_its_parent() {
        Project project = Project.in(folder)
                .file("repo/.mimo/agents/x.md", "---\ndescription: d\nmodel: nobody:nothing\n---\nYou are x.");
        LoadedExtensions loaded = project.trusted();

        Agent.builder().model(ScriptedModel.create()).part(loaded).build();

        assertThat(loaded.agents()).extracting(CustomAgent::name).containsExactly("x");
        assertThat(loaded.reports()).extracting(Report::note).anyMatch(note -> note.contains("is not there"));
    }

    @Test
    void broken_files_are_reported_and_the_rest_is_loaded() {
        Project project = Project.in(folder)
                .file("repo/.mimo/skills/a/SKILL.md", "no head at all")
                .file("repo/.mimo/skills/b/SKILL.md", "---\nname: [\n---\nbody")
                .file("repo/.mimo/skills/c/SKILL.md", "---\nname: ../../x\ndescription: d\n---\nbody")
                .file("repo/.mimo/agents/d.md", "---\nname: d\n")
                .file("repo/.mimo/commands/e.md", "")
                .skill("repo/.mimo/skills", "good", "works");

        LoadedExtensions loaded = project.trusted();

        assertThat(loaded.skills()).extracting(Skill::name).containsExactly("good");
        assertThat(Project.ignored(loaded)).hasSize(5);
    }

    @Test
    void only_the_named_folder_is_trusted_and_none_below_it() {
        Project project = Project.in(folder)
                .skill("repo/vendor/x/.mimo/skills", "bad", "of somebody else")
                .file("repo/vendor/x/.git/HEAD", "");

        LoadedExtensions loaded = Extensions.of(project.repo().resolve("vendor/x"))
                .trust(Trust.only(project.repo()))
                .load();

        assertThat(loaded.skills()).isEmpty();
    }

    private Agent agent(ScriptedModel model, Extensions extensions) {
        Path repo = folder.resolve("repo");
        return Agent.builder()
                .model(model)
                .workspace(repo)
                .tools(CodingTools.files())
                .permissions(Permissions.bypass())
                .part(extensions.trust(Trust.only(repo)))
                .build();
    }

    private static Skills skills(Project project) {
        Skills skills = new Skills();
        skills.add(
                new Place(project.repo(), project.repo(), true, false, new java.util.ArrayList<>()),
                List.of(".mimo/skills"));
        return skills;
    }

    private static ToolSpec tool(ScriptedModel model, String name) {
        return model.prompts().get(0).tools().stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String lastResult(Prompt prompt) {
        return Results.last(prompt);
    }
}
