package dev.mimo.extension;

import dev.mimo.agent.AgentPart;
import dev.mimo.agent.Parts;
import dev.mimo.tool.Tool;
import java.util.ArrayList;
import java.util.List;

/**
 * What all parts of one agent that bring skills and sub-agents bring together: one tool for the skills of all, whoever came
 * first having the name, and those that were only {@linkplain Extensions#also vouched for} after the others. Confined to the
 * thread that builds.
 */
final class Offered implements AgentPart {

    private final List<LoadedExtensions> first = new ArrayList<>();
    private final List<LoadedExtensions> last = new ArrayList<>();

    void add(LoadedExtensions loaded) {
        (loaded.isVouched() ? last : first).add(loaded);
    }

    @Override
    public void install(Parts parts) {
        List<LoadedExtensions> all = new ArrayList<>(first);
        all.addAll(last);
        Skills skills = new Skills();
        for (LoadedExtensions loaded : all) {
            skills.addAll(loaded.found());
            loaded.agents().forEach(agent -> parts.subagent(loaded.subagent(agent, parts)));
        }
        Tool tool = SkillTool.of(skills);
        if (tool != null) {
            parts.tool(tool);
        }
    }
}
