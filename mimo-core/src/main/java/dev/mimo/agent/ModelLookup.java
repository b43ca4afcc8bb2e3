package dev.mimo.agent;

import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.Offline;
import dev.mimo.model.Model;
import dev.mimo.model.ModelProvider;
import dev.mimo.model.ModelRef;
import java.util.List;
import java.util.ServiceLoader;

/** Finds a model by its name among the providers that are there. */
final class ModelLookup {

    private ModelLookup() {}

    static Model find(String spec, Environment environment, List<ClassLoader> loaders) {
        ModelRef ref = ModelRef.parse(spec);
        Offline.refuse("model \"" + spec + "\"");
        for (ClassLoader loader : loaders) {
            for (ModelProvider provider : ServiceLoader.load(ModelProvider.class, loader)) {
                Model model = provider.find(ref, environment);
                if (model != null) {
                    return model;
                }
            }
        }
        throw new MimoException(
                "no provider knows \"" + spec + "\"; is mimo-providers on the class path, and is the prefix right?");
    }
}
