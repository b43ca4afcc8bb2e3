package dev.mimo.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.model.Json;
import dev.mimo.model.ModelRef;
import dev.mimo.providers.ModelServer;
import dev.mimo.providers.StandardModels;
import dev.mimo.providers.Vendor;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mimo models}: tells which vendors and models are known, and what is known of one. Opens no socket. */
@Command(
        name = "models",
        description =
                "Lists vendors with the variables for their keys, and known models; with a name, all that is known of"
                        + " that model. Shows no key and asks nobody.")
final class ModelsCommand implements Callable<Integer> {

    private final Supplier<Map<String, String>> variables;

    @SuppressWarnings("NullAway.Init") // picocli gives it
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "PROVIDER:NAME", description = "a model, such as mimo:auto")
    private @Nullable String model;

    @Option(names = "--json", description = "As one JSON object.")
    private boolean json;

    ModelsCommand(Supplier<Map<String, String>> variables) {
        this.variables = variables;
    }

    @Override
    public Integer call() {
        ObjectNode told;
        try {
            StandardModels models = new StandardModels(variables.get());
            told = model == null ? everything(models) : one(models, ModelRef.parse(model));
        } catch (MimoException e) {
            throw new UsageError(String.valueOf(e.getMessage()));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.write(told));
        } else if (model == null) {
            ModelsView.table(told, out);
        } else {
            ModelsView.facts(told, out);
        }
        out.flush();
        return ExitCode.DONE;
    }

    private ObjectNode everything(StandardModels models) {
        ObjectNode told = Json.object();
        ArrayNode vendors = told.putArray("vendors");
        models.vendors().all().forEach(vendor -> vendors.add(ModelsView.vendor(vendor, variables.get())));
        told.put("as_of", models.table().asOf()).put("source", models.table().source());
        ArrayNode rows = told.putArray("models");
        models.table().all().forEach((ref, known) -> {
            ObjectNode row = rows.addObject().put("model", ref.toString()).put("title", known.title());
            ModelsView.known(known.facts(), known.features(), row);
        });
        return told;
    }

    private static ObjectNode one(StandardModels models, ModelRef ref) {
        ModelServer server = models.findServer(ref, null);
        Vendor vendor = models.vendors().find(ref.provider());
        if (server == null || vendor == null) {
            throw new UsageError("no vendor is called \"" + ref.provider() + "\" (try: mimo models)");
        }
        if (server.missingKey() != null && vendor.models().aliases().containsKey(ref.name())) {
            throw new UsageError(server.missingKey());
        }
        return ModelsView.server(server, models);
    }
}
