package dev.mimo.agent;

import dev.mimo.environment.Environment;
import dev.mimo.model.Model;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.RetryPolicy;
import dev.mimo.model.Role;
import dev.mimo.permission.Approver;
import dev.mimo.permission.GrantStore;
import dev.mimo.permission.Permissions;
import dev.mimo.session.SessionStore;
import dev.mimo.tool.Tool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Collects what an agent consists of. Only a model is needed; a feature is on because its object was given.
 *
 * <p>Nothing is checked before {@link #build}, which reports all that is wrong at once. For one thread.
 */
public final class AgentBuilder {

    final Map<Role, Function<Environment, Model>> models = new EnumMap<>(Role.class);
    final Map<String, Function<Environment, Model>> namedModels = new LinkedHashMap<>();
    final List<Tool> tools = new ArrayList<>();
    final List<Subagent> subagents = new ArrayList<>();
    final List<AgentPart> parts = new ArrayList<>();
    final List<StopGate> stopGates = new ArrayList<>();
    final List<AgentListener> listeners = new ArrayList<>();
    String name = "agent";
    String instructions = "";
    ModelOptions options = ModelOptions.defaults();
    RetryPolicy retry = RetryPolicy.defaults();
    Permissions permissions = Permissions.askBeforeChange();
    Limits limits = Limits.defaults();
    LoopGovernor governor = LoopGovernor.standard();
    Environment environment = Environment.standard();

    @Nullable
    Path workspace;

    @Nullable
    Approver approver;

    @Nullable
    GrantStore grants;

    @Nullable
    SessionStore store;

    @Nullable
    StopCondition goal;

    @Nullable
    ClassLoader classLoader;

    private final ClassLoader callersLoader;

    AgentBuilder(ClassLoader callersLoader) {
        this.callersLoader = callersLoader;
    }

    /** How the agent is called in events and sessions; {@code agent} when left out. */
    public AgentBuilder name(String name) {
        this.name = name;
        return this;
    }

    /** The main model by name: {@code provider:name}; a module with that provider must be there. */
    public AgentBuilder model(String spec) {
        return model(Role.MAIN, spec);
    }

    /** The main model. */
    public AgentBuilder model(Model model) {
        return model(Role.MAIN, model);
    }

    /** The model for a role by name; the main one where none is given. */
    public AgentBuilder model(Role role, String spec) {
        models.put(role, env -> ModelLookup.find(spec, env, loaders()));
        return this;
    }

    /** The model for a role; the main one where none is given. */
    public AgentBuilder model(Role role, Model model) {
        models.put(role, env -> model);
        return this;
    }

    /**
     * A model that sub-agents may be asked for by a short name, such as {@code sonnet} or {@code lite}; every {@code
     * provider:name} can be asked for without.
     */
    public AgentBuilder namedModel(String name, String spec) {
        namedModels.put(name, env -> ModelLookup.find(spec, env, loaders()));
        return this;
    }

    /** The same for a model that is there. */
    public AgentBuilder namedModel(String name, Model model) {
        namedModels.put(name, env -> model);
        return this;
    }

    /** How models are to answer. */
    public AgentBuilder options(ModelOptions options) {
        this.options = options;
        return this;
    }

    /** How failed calls to models are made again. */
    public AgentBuilder retry(RetryPolicy policy) {
        this.retry = policy;
        return this;
    }

    /** What the agent is told before everything else. */
    public AgentBuilder instructions(String text) {
        this.instructions = text;
        return this;
    }

    /** The folder it works in; file tools need one. */
    public AgentBuilder workspace(Path folder) {
        this.workspace = folder;
        return this;
    }

    /** Adds tools. */
    public AgentBuilder tools(Tool... more) {
        return tools(List.of(more));
    }

    /** Adds tools. */
    public AgentBuilder tools(Iterable<? extends Tool> more) {
        more.forEach(tools::add);
        return this;
    }

    /** Adds kinds of sub-agents, and with the first one the {@code task} tool that starts them. */
    public AgentBuilder subagents(Subagent... more) {
        subagents.addAll(List.of(more));
        return this;
    }

    /** Where a yes for the whole project is kept; for its session only when left out. */
    public AgentBuilder grants(GrantStore store) {
        this.grants = store;
        return this;
    }

    /** What may be done; {@link Permissions#askBeforeChange} when left out. */
    public AgentBuilder permissions(Permissions policy) {
        this.permissions = policy;
        return this;
    }

    /** Who is asked. Without one, or with null, a turn that has to ask ends as {@link Outcome.Paused}. */
    public AgentBuilder approver(@Nullable Approver person) {
        this.approver = person;
        return this;
    }

    public AgentBuilder limits(Limits limits) {
        this.limits = limits;
        return this;
    }

    /** Notices when the agent goes round in circles; {@link LoopGovernor#standard} when left out. */
    public AgentBuilder governor(LoopGovernor governor) {
        this.governor = governor;
        return this;
    }

    /** Where sessions are kept; in memory when neither this nor a part gives a store. Not closed by the agent. */
    public AgentBuilder store(SessionStore store) {
        this.store = store;
        return this;
    }

    /** Memory. */
    public AgentBuilder memory(AgentPart memory) {
        return part(memory);
    }

    /** Several drafts a step, and a judge that picks one. */
    public AgentBuilder maxMode(AgentPart maxMode) {
        return part(maxMode);
    }

    /** Any other feature. */
    public AgentBuilder part(AgentPart part) {
        parts.add(part);
        return this;
    }

    /** Has to agree before the agent may stop; several are asked in order. */
    public AgentBuilder stopGate(StopGate gate) {
        stopGates.add(gate);
        return this;
    }

    /**
     * No turn stops before this is met, beside what {@link Input#goal} says of one turn. It does not hold for sub-agents, whose
     * work is judged with that of the agent.
     */
    public AgentBuilder goal(StopCondition condition) {
        this.goal = condition;
        return this;
    }

    public AgentBuilder listener(AgentListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Time, threads, ids; the process's own when left out. */
    public AgentBuilder environment(Environment environment) {
        this.environment = environment;
        return this;
    }

    /** Where model providers are looked for first, before the caller's class loader and our own. */
    public AgentBuilder classLoader(ClassLoader loader) {
        this.classLoader = loader;
        return this;
    }

    /**
     * Makes the agent.
     *
     * @throws InvalidAgent with everything that is wrong or missing
     */
    public Agent build() {
        return new Agent(new Assembly(this).build());
    }

    List<ClassLoader> loaders() {
        List<ClassLoader> loaders = new ArrayList<>();
        if (classLoader != null) {
            loaders.add(classLoader);
        }
        loaders.add(callersLoader);
        ClassLoader ours = AgentBuilder.class.getClassLoader();
        if (ours != null && !loaders.contains(ours)) {
            loaders.add(ours);
        }
        return loaders;
    }
}
