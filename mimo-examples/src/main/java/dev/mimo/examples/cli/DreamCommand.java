package dev.mimo.examples.cli;

import dev.mimo.examples.coder.Surroundings;
import dev.mimo.memory.upkeep.Dream;
import dev.mimo.memory.upkeep.DreamPlan;
import dev.mimo.memory.upkeep.UpkeepRun;
import dev.mimo.model.BudgetedModel;
import dev.mimo.model.Json;
import dev.mimo.model.Model;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mimo dream}: puts what is remembered of a project in order. */
@Command(
        name = "dream",
        description = {
            "Puts what is remembered of a project in order: duplicates, what is gone, contradictions, too much.",
            "",
            "What you wrote is never changed. Without a model, what needs judgement is left as it is."
        })
final class DreamCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final RememberedOptions remembered = new RememberedOptions();

    @Option(names = "--model", paramLabel = "PROVIDER:NAME", description = "which model to ask; see mimo models")
    private @Nullable String model;

    @Option(names = "--plan", description = "only show what would be changed")
    private boolean plan;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    DreamCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        return remembered.with(around, memory -> {
            Dream dream = memory.dream(remembered.folder());
            Model asked = around.findModel(model);
            return plan(asked == null ? dream : dream.model(new BudgetedModel(asked)));
        });
    }

    private int plan(Dream dream) {
        DreamPlan planned = dream.plan();
        boolean refused = planned.findRefusal() != null;
        if (!json) {
            out().print(planned.toMarkdown());
        }
        UpkeepRun run = plan || refused || planned.changes().isEmpty() ? null : dream.apply(planned);
        if (json) {
            var told = planned.toJson();
            out().println(Json.write(run == null ? told : told.put("run", run.id())));
        } else if (run != null) {
            String done = run.status().name().toLowerCase(Locale.ROOT);
            out().println("\n" + run.id() + " " + done + "; to take it back: mimo upkeep rollback " + run.id());
        }
        return refused ? ExitCode.FAILED : ExitCode.DONE;
    }

    private PrintWriter out() {
        return remembered.out();
    }
}
