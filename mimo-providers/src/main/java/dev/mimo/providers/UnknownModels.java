package dev.mimo.providers;

import dev.mimo.environment.Environment;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Models of one environment of which nobody said how much they hold: one warning for each. */
final class UnknownModels {

    private static final Logger LOG = LoggerFactory.getLogger(Models.class);

    private final Set<ModelRef> warned = ConcurrentHashMap.newKeySet();

    private UnknownModels() {}

    /** The facts themselves when they name a window, else with one that most models have. Prices stay unknown. */
    static ModelFacts settle(ModelFacts facts, Environment environment) {
        if (facts.window() != null) {
            return facts;
        }
        UnknownModels unknown = environment.resources().get(UnknownModels.class, UnknownModels::new);
        if (unknown.warned.add(facts.ref())) {
            LOG.warn(
                    "nothing is known of {}: it is taken to hold {} tokens{}; a file named by MIMO_MODELS can say better",
                    facts.ref(),
                    ModelTable.UNKNOWN_WINDOW,
                    facts.prices() == null ? ", and its costs are unknown" : "");
        }
        return facts.withWindow(ModelTable.UNKNOWN_WINDOW);
    }
}
