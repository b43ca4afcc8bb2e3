package dev.mimo.agent;

import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import dev.mimo.model.BudgetedModel;
import dev.mimo.model.Model;
import dev.mimo.model.RetryingModel;
import dev.mimo.model.Role;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.session.SessionStore;
import dev.mimo.tool.Tool;
import dev.mimo.tool.Toolbox;
import dev.mimo.tool.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts an agent together: parts add themselves here, and everything that is wrong is collected before it is told. */
final class Assembly implements Parts {

    final List<StopGate> stopGates;
    final List<AgentListener> listeners;
    final List<SessionHook> hooks = new ArrayList<>();
    private final List<HeadCheck> checks = new ArrayList<>();

    private final AgentBuilder given;
    private final List<String> problems = new ArrayList<>();
    private final Map<Role, Model> models = new EnumMap<>(Role.class);
    private final List<UnaryOperator<Model>> decorators = new ArrayList<>();
    private final List<UnaryOperator<Tool>> toolDecorators = new ArrayList<>();
    private final List<Tool> tools;
    private final List<Subagent> subagents;
    private final StringBuilder instructions;
    private final Map<Class<?>, AgentPart> shared = new LinkedHashMap<>();
    private final List<Path> folders = new ArrayList<>();
    private final NamedModels named;
    private final @Nullable Workspace workspace;
    private @Nullable SessionStore store;
    private @Nullable PromptAssembler assembler;
    private @Nullable Reverter reverter;

    Assembly(AgentBuilder given) {
        this.given = given;
        stopGates = new ArrayList<>(given.stopGates);
        listeners = new ArrayList<>(given.listeners);
        tools = new ArrayList<>(given.tools);
        subagents = new ArrayList<>(given.subagents);
        instructions = new StringBuilder(given.instructions);
        store = given.store;
        named = namedModels();
        workspace = openWorkspace();
    }

    /** Throws {@link InvalidAgent} with everything that is wrong. */
    Setup build() {
        resolveModels();
        for (AgentPart part : given.parts) {
            attempt(() -> part.install(this));
        }
        List.copyOf(shared.values()).forEach(part -> attempt(() -> part.install(this)));
        checkNames();
        checkPrices();
        Setup setup = problems.isEmpty() ? attemptSetup() : null;
        if (setup == null) {
            throw new InvalidAgent(problems);
        }
        return setup;
    }

    private @Nullable Setup attemptSetup() {
        Setup[] made = new Setup[1];
        attempt(() -> made[0] = new Setup(given, this));
        Setup setup = made[0];
        if (setup == null) {
            return null;
        }
        for (HeadCheck check : checks) {
            String problem =
                    check.findProblem(setup.instructions, setup.toolbox.specs(), setup.model.facts(), setup.options);
            if (problem != null) {
                problems.add(problem);
            }
        }
        return problems.isEmpty() ? setup : null;
    }

    private void resolveModels() {
        if (!given.models.containsKey(Role.MAIN)) {
            problems.add("no model was given: call model(\"provider:name\") or model(aModel)");
        }
        given.models.forEach((role, source) -> attempt(() -> {
            models.put(role, guarded(source.apply(given.environment)));
        }));
        given.namedModels.keySet().forEach(name -> attempt(() -> named.get(name)));
    }

    private Model guarded(Model model) {
        return new RetryingModel(new BudgetedModel(model), given.retry, given.environment);
    }

    private void checkNames() {
        if (given.name.isBlank()) {
            problems.add("the agent's name is blank");
        }
        attempt(() -> Toolbox.of(tools));
        List<String> seen = new ArrayList<>();
        for (Subagent kind : subagents) {
            if (seen.contains(kind.name())) {
                problems.add("two sub-agents are named \"" + kind.name() + "\"");
            }
            seen.add(kind.name());
        }
    }

    private void checkPrices() {
        models.forEach((role, model) -> {
            if (lacksPrice(model)) {
                problems.add("a cost limit needs prices, and that of "
                        + model.facts().ref() + " (" + role.label()
                        + ") is unknown: give the model prices, or limits().allowUnknownPrices()");
            }
        });
    }

    private boolean lacksPrice(Model model) {
        return given.limits.cost() != null
                && !given.limits.allowsUnknownPrices()
                && model.facts().prices() == null;
    }

    private @Nullable Workspace openWorkspace() {
        Workspace[] opened = new Workspace[1];
        Path folder = given.workspace;
        if (folder != null) {
            attempt(() -> opened[0] = Workspace.of(folder));
        }
        return opened[0];
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (MimoException | IllegalArgumentException | IllegalStateException e) {
            problems.add(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    Model mainModel() {
        Model model = model(Role.MAIN);
        for (UnaryOperator<Model> decorator : decorators) {
            model = decorator.apply(model);
        }
        return model;
    }

    Model subagentModel() {
        return models.containsKey(Role.SUBAGENT) ? model(Role.SUBAGENT) : mainModel();
    }

    Toolbox toolbox() {
        List<Tool> all = new ArrayList<>(tools);
        if (!subagents.isEmpty()
                && tools.stream().noneMatch(tool -> tool.spec().name().equals(TaskTool.NAME))) {
            all.add(TaskTool.of(subagents()));
        }
        all.replaceAll(this::decorated);
        return Toolbox.of(all);
    }

    private Tool decorated(Tool tool) {
        Tool outermost = tool;
        for (UnaryOperator<Tool> decorator : toolDecorators) {
            outermost = decorator.apply(outermost);
        }
        return outermost;
    }

    String instructions() {
        return instructions.toString();
    }

    Map<String, Subagent> subagents() {
        Map<String, Subagent> kinds = new LinkedHashMap<>();
        subagents.forEach(kind -> kinds.put(kind.name(), kind));
        return kinds;
    }

    SessionStore store() {
        return store == null ? new InMemorySessionStore() : store;
    }

    PromptAssembler assembler() {
        return assembler == null ? PromptAssembler.wholeSession() : assembler;
    }

    /** Null when no part can take back what was done. */
    @Nullable
    Reverter reverter() {
        return reverter;
    }

    @Nullable
    Workspace protectedWorkspace() {
        return workspace == null ? null : workspace.protect(folders);
    }

    @Override
    public Environment environment() {
        return given.environment;
    }

    @Override
    public Model model(Role role) {
        Model own = models.get(role);
        Model model = own == null ? models.get(Role.MAIN) : own;
        if (model == null) {
            throw new MimoException("there is no model for role " + role.label());
        }
        return model;
    }

    @Override
    public Model model(String spec) {
        return named.get(spec);
    }

    private NamedModels namedModels() {
        Map<String, Function<Environment, Model>> sources = Map.copyOf(given.namedModels);
        Environment environment = given.environment;
        List<ClassLoader> loaders = given.loaders();
        return new NamedModels(name -> {
            Function<Environment, Model> source = sources.get(name);
            Model model =
                    guarded(source == null ? ModelLookup.find(name, environment, loaders) : source.apply(environment));
            if (lacksPrice(model)) {
                throw new MimoException("a cost limit needs prices, and that of " + name + " is unknown");
            }
            return model;
        });
    }

    NamedModels models() {
        return named;
    }

    @Override
    public @Nullable Workspace workspace() {
        return workspace;
    }

    @Override
    public Parts store(SessionStore other) {
        if (store != null) {
            problems.add("two session stores were given: " + store.getClass().getSimpleName() + " and "
                    + other.getClass().getSimpleName());
        }
        store = other;
        return this;
    }

    @Override
    public Parts assembler(PromptAssembler other) {
        if (assembler != null) {
            problems.add("two prompt assemblers were given");
        }
        assembler = other;
        return this;
    }

    @Override
    public Parts instructions(String text) {
        instructions.append(instructions.isEmpty() ? "" : "\n\n").append(text);
        return this;
    }

    @Override
    public Parts decorateTool(UnaryOperator<Tool> decorator) {
        toolDecorators.add(decorator);
        return this;
    }

    @Override
    public Parts subagent(Subagent kind) {
        if (subagents.stream().noneMatch(other -> other.name().equals(kind.name()))) {
            subagents.add(kind);
        }
        return this;
    }

    @Override
    public <T extends AgentPart> T shared(Class<T> type, Supplier<T> first) {
        return type.cast(shared.computeIfAbsent(type, key -> first.get()));
    }

    @Override
    public Parts tool(Tool tool) {
        tools.add(tool);
        return this;
    }

    @Override
    public Parts decorate(UnaryOperator<Model> decorator) {
        decorators.add(decorator);
        return this;
    }

    @Override
    public Parts stopGate(StopGate gate) {
        stopGates.add(gate);
        return this;
    }

    @Override
    public Parts listener(AgentListener listener) {
        listeners.add(listener);
        return this;
    }

    @Override
    public Parts hook(SessionHook hook) {
        hooks.add(hook);
        return this;
    }

    @Override
    public Parts reverter(Reverter other) {
        if (reverter != null) {
            problems.add("two parts would take back what the agent did: "
                    + reverter.getClass().getSimpleName() + " and "
                    + other.getClass().getSimpleName());
        }
        reverter = other;
        return this;
    }

    @Override
    public Parts check(HeadCheck check) {
        checks.add(check);
        return this;
    }

    @Override
    public Parts protect(Path folder) {
        folders.add(folder);
        return this;
    }
}
