package dev.mimo.examples.coder;

import dev.mimo.environment.Environment;
import dev.mimo.model.Model;
import dev.mimo.model.ModelProvider;
import dev.mimo.model.ModelRef;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Where the command line takes its model from. */
@FunctionalInterface
public interface ModelSource {

    /**
     * The model of that name, or, without a name, the one that the environment variables ask for; null when there is none.
     *
     * @throws dev.mimo.environment.MimoException when something it needs is missing, such as a key
     */
    @Nullable
    Model find(@Nullable String spec, Environment environment);

    /** The providers that are on the class path. */
    static ModelSource providers() {
        return (spec, environment) -> {
            for (ModelProvider provider : ServiceLoader.load(ModelProvider.class)) {
                Model model = spec == null
                        ? provider.findDefault(environment)
                        : provider.find(ModelRef.parse(spec), environment);
                if (model != null) {
                    return model;
                }
            }
            return null;
        };
    }
}
