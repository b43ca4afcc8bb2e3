package dev.mimo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.environment.Environment;
import dev.mimo.model.Model;
import dev.mimo.model.ModelProvider;
import dev.mimo.model.ModelRef;
import dev.mimo.testing.ScriptedModel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stands in for the server that {@link HelloAgent} names, so that it can be run as it is. */
public final class HelloProvider implements ModelProvider {

    private static final ModelRef NAME = ModelRef.parse("openai-compatible:qwen3@http://localhost:11434/v1");

    @Override
    public @Nullable Model find(ModelRef ref, Environment environment) {
        return ref.equals(NAME)
                ? ScriptedModel.create()
                        .call("weather", Map.of("city", "Kiel"))
                        .expect(prompt ->
                                assertThat(prompt.messages().toString()).contains("12 °C in Kiel"))
                        .reply("It has 12 °C there.")
                : null;
    }
}
