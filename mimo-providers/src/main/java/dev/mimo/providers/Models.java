package dev.mimo.providers;

import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import dev.mimo.model.FallbackModel;
import dev.mimo.model.Model;
import dev.mimo.model.ModelRef;
import java.net.URI;
import java.util.List;

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
        Model model = new StandardModels().find(ModelRef.parse(spec), environment);
        if (model == null) {
            throw new MimoException(
                    "no provider for \"" + spec + "\"; known are " + String.join(", ", StandardModels.PREFIXES));
        }
        return model;
    }

    /**
     * The model that the environment variables ask for, in the order that {@link StandardModels} documents.
     *
     * @throws MimoException when they ask for none
     */
    public static Model fromEnvironment() {
        Model model = new StandardModels().findDefault(Environment.standard());
        if (model == null) {
            throw new MimoException("no model: set MIMO_MODEL, OPENAI_API_KEY, or OPENAI_COMPATIBLE_BASE_URL"
                    + " together with OPENAI_COMPATIBLE_MODEL");
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

    /** Asks the second model when the first cannot serve. */
    public static Model fallback(Model first, Model second) {
        return new FallbackModel(List.of(first, second));
    }
}
