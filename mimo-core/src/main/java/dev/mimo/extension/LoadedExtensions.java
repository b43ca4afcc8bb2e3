package dev.mimo.extension;

import dev.mimo.agent.AgentPart;
import dev.mimo.agent.Parts;
import dev.mimo.agent.StopGate;
import dev.mimo.agent.Subagent;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Model;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was found, and may act. A part of any number of agents. Safe for use by several threads. */
public final class LoadedExtensions implements AgentPart {

    /** How often hooks may send an agent back in one turn before it ends unverified. Ours. */
    private static final int MOST_ROUNDS = 10;

    private final String instructions;
    private final Skills skills;
    private final List<CustomAgent> agents;
    private final Commands commands;
    private final List<Hook> hooks;
    private final List<Report> reports;
    private final boolean vouched;

    /** {@code vouched}: whether nothing was read but what the host {@linkplain Extensions#also vouches for}. */
    LoadedExtensions(
            String instructions,
            Skills skills,
            List<CustomAgent> agents,
            Commands commands,
            List<Hook> hooks,
            List<Report> reports,
            boolean vouched) {
        this.instructions = instructions;
        this.skills = skills;
        this.agents = agents;
        this.commands = commands;
        this.hooks = hooks;
        this.reports = reports;
        this.vouched = vouched;
    }

    /** What was loaded and what was ignored, in the order in which it was found. */
    public List<Report> reports() {
        return List.copyOf(reports);
    }

    /** The text of the instruction files as the model is told it; empty when there is none. */
    public String instructions() {
        return instructions;
    }

    public List<Skill> skills() {
        return skills.all();
    }

    public List<CustomAgent> agents() {
        return agents;
    }

    public Commands commands() {
        return commands;
    }

    @Override
    public void install(Parts parts) {
        if (!instructions.isEmpty()) {
            parts.instructions(instructions);
        }
        parts.shared(Offered.class, Offered::new).add(this);
        if (!hooks.isEmpty()) {
            parts.decorateTool(tool -> HookedTool.of(tool, hooks));
            parts.stopGate(this::mayStop);
        }
    }

    boolean isVouched() {
        return vouched;
    }

    Skills found() {
        return skills;
    }

    Subagent subagent(CustomAgent agent, Parts parts) {
        return Subagent.like(
                agent.name(),
                agent.description(),
                new Subagent.Difference(agent.instructions(), agent::has, model(agent, parts)));
    }

    private @Nullable Model model(CustomAgent agent, Parts parts) {
        if (agent.model() == null) {
            return null;
        }
        try {
            return parts.model(agent.model());
        } catch (MimoException | IllegalArgumentException e) {
            String why = "model " + Names.line(agent.model(), 80) + " is not there: that of sub-agents is used";
            Report report = new Report(Report.Kind.AGENT, agent.name(), agent.file(), true, why);
            if (!reports.contains(report)) {
                reports.add(report);
            }
            return null;
        }
    }

    private StopGate.Decision mayStop(StopGate.Stopping stopping) throws InterruptedException {
        List<String> reasons = HookedTool.objections(hooks, true, hook -> hook.beforeStop(stopping));
        if (reasons.isEmpty()) {
            return StopGate.Decision.stop();
        }
        return stopping.round() < MOST_ROUNDS
                ? StopGate.Decision.goOn(reasons.get(0))
                : new StopGate.Decision.Unverified("a hook still objects: " + reasons.get(0));
    }
}
