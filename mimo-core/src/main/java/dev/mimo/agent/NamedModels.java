package dev.mimo.agent;

import dev.mimo.environment.MimoException;
import dev.mimo.model.Model;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models that can be had by name; each is made once. Safe for use by several threads. */
final class NamedModels {

    private static final Logger LOG = LoggerFactory.getLogger(NamedModels.class);

    private final Map<String, Model> made = new ConcurrentHashMap<>();
    private final Function<String, Model> maker;

    /** {@code maker} throws {@link MimoException} or {@link IllegalArgumentException} for what is no name of a model. */
    NamedModels(Function<String, Model> maker) {
        this.maker = maker;
    }

    /** Throws {@link MimoException} when there is none, or it may not be used. */
    Model get(String name) {
        try {
            return made.computeIfAbsent(name, maker);
        } catch (IllegalArgumentException e) {
            throw new MimoException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Null when there is none, or it may not be used. */
    @Nullable
    Model find(String name) {
        try {
            return get(name);
        } catch (MimoException e) {
            LOG.debug("there is no model \"{}\" here: {}", name, e.getMessage());
            return null;
        }
    }
}
