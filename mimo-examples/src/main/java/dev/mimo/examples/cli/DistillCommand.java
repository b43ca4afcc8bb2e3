package dev.mimo.examples.cli;

import dev.mimo.examples.coder.Surroundings;
import dev.mimo.memory.upkeep.Distill;
import dev.mimo.memory.upkeep.DistillPlan;
import dev.mimo.memory.upkeep.UpkeepRun;
import dev.mimo.model.BudgetedModel;
import dev.mimo.model.Json;
import dev.mimo.model.Model;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mimo distill}: proposes what was done again and again as skills, custom agents and commands. */
@Command(
        name = "distill",
        description = {
            "Looks for what was done again and again in a project, and proposes it as skills, custom agents and commands.",
            "",
            "Nothing acts before you accept it. Without a model, what repeats is shown, and nothing is proposed."
        })
final class DistillCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final RememberedOptions remembered = new RememberedOptions();

    @Option(names = "--model", paramLabel = "PROVIDER:NAME", description = "which model to ask; see mimo models")
    private @Nullable String model;

    @Option(names = "--plan", description = "only show what would be proposed")
    private boolean plan;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    DistillCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        return remembered.with(around, memory -> {
            Distill distill = memory.distill(remembered.folder());
            Model asked = around.findModel(model);
            return propose(asked == null ? distill : distill.model(new BudgetedModel(asked)));
        });
    }

    private int propose(Distill distill) {
        DistillPlan planned = distill.plan();
        UpkeepRun run = plan || planned.assets().isEmpty() ? null : distill.apply(planned);
        if (json) {
            var told = planned.toJson();
            remembered.out().println(Json.write(run == null ? told : told.put("run", run.id())));
        } else {
            remembered.out().print(planned.toMarkdown());
            if (run != null) {
                String first = planned.assets().get(0).id();
                remembered.out().println("\nproposed; to have one: mimo upkeep accept " + first + ", or reject it");
            }
        }
        return ExitCode.DONE;
    }
}
