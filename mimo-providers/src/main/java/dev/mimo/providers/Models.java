package dev.mimo.providers;

import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import dev.mimo.model.FallbackModel;
import dev.mimo.model.Model;
import dev.mimo.model.ModelRef;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The door to models of providers: by name, by address, or as the environment variables say.
 *
 * <p>A model made here sends one request for each call; an agent's builder puts retry and budgets around it.
 */
public final class Models {

    private Models() {}

    /** The model that a name such as {@code openai:gpt-5.2} stands for; {@link StandardModels} lists the names. */
    public static Model of(String spec) {
        return of(spec, Environment.standard());
    }

    /**
     * The model that a name stands for, in an environment of the host.
     *
     * @throws MimoException when nothing of that name is known, or a key is missing
     */
    public static Model of(String spec, Environment environment) {
        return server(spec).model(environment);
    }

    /**
     * The server that a name stands for, preset with what is known of it, to be changed before it becomes a model:
     * {@code Models.server("glm:glm-5.2").concurrency(4).model()}. A key that no variable holds may still be given.
     *
     * @throws MimoException when nothing of that name is known
     */
    public static ModelServer server(String spec) {
        return preset(spec, null);
    }

    /**
     * The same, spoken to in a dialect other than the vendor's first.
     *
     * @throws MimoException when nothing of that name is known, or the vendor does not speak it
     */
    public static ModelServer server(String spec, Dialect dialect) {
        return preset(spec, dialect);
    }

    /**
     * The model that the environment variables ask for, in the order that {@link StandardModels} documents.
     *
     * @throws MimoException when they ask for none
     */
    public static Model fromEnvironment() {
        StandardModels models = new StandardModels();
        Model model = models.findDefault(Environment.standard());
        if (model == null) {
            throw new MimoException("no model: set one of " + StandardModels.defaults(models.vendors()));
        }
        return model;
    }

    /**
     * A model of any server that speaks the chat completions dialect.
     *
     * @param baseUrl up to the version, such as {@code http://localhost:11434/v1}
     * @param model what the server calls it
     */
    public static ModelServer openAiCompatible(URI baseUrl, String model) {
        return ModelServer.of(Dialect.OPENAI_CHAT, baseUrl, ModelRef.of("openai-compatible", model));
    }

    /**
     * A model of any server that speaks the messages dialect.
     *
     * @param baseUrl with or without the version, such as {@code https://api.deepseek.com/anthropic}
     * @param model what the server calls it
     */
    public static ModelServer anthropicCompatible(URI baseUrl, String model) {
        return ModelServer.of(Dialect.ANTHROPIC, baseUrl, ModelRef.of("anthropic-compatible", model));
    }

    /** Asks the next model when one cannot serve, in this order. */
    public static Model fallback(Model first, Model... others) {
        List<Model> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(others));
        return new FallbackModel(all);
    }

    private static ModelServer preset(String spec, @Nullable Dialect dialect) {
        StandardModels models = new StandardModels();
        ModelServer server = models.findServer(ModelRef.parse(spec), dialect);
        if (server == null) {
            throw new MimoException("no provider for \"" + spec + "\"; known are "
                    + String.join(", ", StandardModels.prefixes(models.vendors())));
        }
        return server;
    }
}
