package dev.mimo.agent;

import dev.mimo.environment.Environment;
import dev.mimo.model.Model;
import dev.mimo.model.ModelOptions;
import dev.mimo.permission.Approver;
import dev.mimo.permission.GrantStore;
import dev.mimo.permission.Permissions;
import dev.mimo.session.SessionStore;
import dev.mimo.tool.Subagents;
import dev.mimo.tool.Toolbox;
import dev.mimo.tool.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What an agent was built of: checked, complete and never changed. */
final class Setup {

    final String name;
    final String instructions;
    final ModelOptions options;
    final Permissions permissions;
    final Limits limits;
    final LoopGovernor governor;
    final Environment environment;
    final @Nullable Approver approver;
    final @Nullable GrantStore grants;
    final Model model;
    final Model subagentModel;
    final Toolbox toolbox;
    final Map<String, Subagent> subagents;
    final SessionStore store;
    final PromptAssembler assembler;
    final List<StopGate> stopGates;
    final @Nullable StopCondition goal;
    final List<AgentListener> listeners;
    final List<SessionHook> hooks;
    final @Nullable Reverter reverter;
    final @Nullable Workspace workspace;
    final NamedModels models;
    final Parts parts;
    final CallCheck checks;

    Setup(AgentBuilder given, Assembly made) {
        name = given.name;
        instructions = made.instructions();
        options = given.options;
        permissions = given.permissions;
        limits = given.limits;
        governor = given.governor;
        environment = given.environment;
        approver = given.approver;
        grants = given.grants;
        model = made.mainModel();
        subagentModel = made.subagentModel();
        toolbox = made.toolbox();
        subagents = made.subagents();
        store = made.store();
        assembler = made.assembler();
        stopGates = List.copyOf(made.stopGates);
        goal = given.goal;
        listeners = List.copyOf(made.listeners);
        hooks = List.copyOf(made.hooks);
        reverter = made.reverter();
        workspace = made.protectedWorkspace();
        models = made.models();
        checks = new CallCheck();
        parts = made;
    }

    /** An agent like another one, but for a few things; it has the model for that one's sub-agents. */
    Setup(Setup like, String name, Subagent.Difference difference) {
        this(like, name, difference, like.subagentModel, like.options);
    }

    /**
     * The same agent on other terms.
     *
     * @param model null for the one it has without: that for sub-agents when it is a copy of its parent, else its own
     */
    Setup(Setup like, boolean copy, @Nullable Model model, Subagents.Terms terms) {
        this(
                like,
                like.name,
                new Subagent.Difference(like.instructions, among(terms.tools()), model),
                copy ? like.subagentModel : like.model,
                terms.effort() == null ? like.options : like.options.withEffort(terms.effort()));
    }

    private Setup(Setup like, String name, Subagent.Difference difference, Model otherwise, ModelOptions options) {
        this.name = name;
        instructions = difference.instructions();
        this.options = options;
        permissions = like.permissions;
        limits = like.limits;
        governor = like.governor;
        environment = like.environment;
        approver = like.approver;
        grants = like.grants;
        model = difference.model() == null ? otherwise : difference.model();
        subagentModel = difference.model() == null ? like.subagentModel : difference.model();
        toolbox = like.toolbox.only(difference.tools());
        subagents = like.subagents;
        store = like.store;
        assembler = like.assembler;
        stopGates = like.stopGates;
        goal = like.goal;
        listeners = like.listeners;
        hooks = like.hooks;
        reverter = like.reverter;
        workspace = like.workspace;
        models = like.models;
        checks = like.checks;
        parts = like.parts;
    }

    private static Predicate<String> among(@Nullable List<String> names) {
        if (names == null) {
            return name -> true;
        }
        return Set.copyOf(names)::contains;
    }
}
