package dev.mimo.examples.duel;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.agent.Input;
import dev.mimo.agent.Limits;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.agent.Turn;
import dev.mimo.environment.Cancellation;
import dev.mimo.examples.coder.Coder;
import dev.mimo.examples.coder.Project;
import dev.mimo.examples.coder.Settings;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.judge.Goal;
import dev.mimo.memory.MimoMemory;
import dev.mimo.model.Model;
import dev.mimo.model.Role;
import dev.mimo.permission.Approver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A configuration that can be put to work. It is the coding agent of the command line, alone. For one thread. */
public final class Contestant {

    private final Configuration configuration;
    private final Surroundings around;
    private final Stage stage;

    /**
     * Asks for no model yet.
     *
     * @param around where models come from, and what cancels a run; its home is left alone
     */
    public Contestant(Configuration configuration, Surroundings around, Stage stage) {
        this.configuration = configuration;
        this.around = around;
        this.stage = stage;
    }

    /** A run's folders: where the agent works, and where it keeps what it remembers. */
    public record Place(Path workspace, Path home) {}

    /** Its configuration. */
    public Configuration configuration() {
        return configuration;
    }

    /**
     * The name of its main model.
     *
     * @throws UsageError when one of its models is not to be had
     */
    public String require() {
        Settings settings = configuration.settings(around.home());
        Coder.requireModel(around, settings);
        configuration.models().values().forEach(this::model);
        Model main = Objects.requireNonNull(around.findModel(settings.model()));
        return main.facts().ref().toString();
    }

    /**
     * Works on a task until the turn ends. Nobody is asked: what would need a word is denied.
     *
     * @param atMost null for no limit but those of the configuration
     */
    public Outcome work(String prompt, Place place, @Nullable Duration atMost) throws InterruptedException {
        if (configuration.memory() instanceof MemoryUse.On on) {
            try (MimoMemory memory = on.open(place.home().resolve("memory"))) {
                return follow(agent(place).memory(memory).build(), prompt, atMost);
            }
        }
        AgentBuilder builder = agent(place);
        if (configuration.memory() instanceof MemoryUse.Sliding) {
            builder.part(parts -> parts.assembler(new SlidingWindow()));
        }
        return follow(builder.build(), prompt, atMost);
    }

    private AgentBuilder agent(Place place) {
        Settings settings = configuration.settings(place.workspace());
        Surroundings own = new Surroundings(
                around.in(), around.terminal(), around.err(), place.home(), around.models(), around.interrupt());
        Project project = Project.of(settings, place.home());
        AgentBuilder builder = new Coder(own, settings, project.load())
                .agent(Coder.Manner.ALONE)
                .approver(Approver.denying());
        for (Map.Entry<Role, String> each : configuration.models().entrySet()) {
            if (each.getKey() != Role.MAIN) {
                builder.model(each.getKey(), model(each.getValue()));
            }
        }
        if (configuration.opinions().maxMode() != null) {
            builder.maxMode(configuration.opinions().maxMode());
        }
        stage.equip(builder, place.workspace());
        return builder;
    }

    private Model model(String spec) {
        Model model = around.findModel(spec);
        if (model == null) {
            throw new UsageError("no provider knows \"" + spec + "\" (" + configuration.name() + ").");
        }
        return model;
    }

    private Outcome follow(Agent agent, String prompt, @Nullable Duration atMost) throws InterruptedException {
        Input input = Input.of(prompt);
        if (atMost != null) {
            input = input.limits(Limits.defaults().wallClock(atMost));
        }
        Goal goal = configuration.opinions().goal();
        if (goal != null) {
            input = input.goal(goal);
        }
        try (Session session = agent.session()) {
            Turn turn = session.start(input);
            Cancellation.Registration stop = around.interrupt().onCancel(() -> turn.cancel("interrupted"));
            try {
                return turn.await();
            } finally {
                stop.close();
            }
        }
    }
}
