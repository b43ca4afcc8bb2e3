package dev.mimo.testing;

import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Several scripts in one model, for callers that ask at the same time: each prompt has a key, such as the task of a
 * sub-agent, and each key a {@link ScriptedModel} of its own. Safe for use by several threads.
 */
public final class KeyedScriptedModel implements Model {

    private final Function<Prompt, String> key;
    private final Map<String, ScriptedModel> scripts = new TreeMap<>();

    private KeyedScriptedModel(Function<Prompt, String> key) {
        this.key = key;
    }

    public static KeyedScriptedModel by(Function<Prompt, String> key) {
        return new KeyedScriptedModel(key);
    }

    /** The script of that key, empty at first. */
    public synchronized ScriptedModel script(String name) {
        return scripts.computeIfAbsent(name, any -> ScriptedModel.create());
    }

    /** Fails when one of the scripts has steps left, or failed. */
    public synchronized void assertExhausted() {
        scripts.forEach((name, script) -> {
            try {
                script.assertExhausted();
            } catch (AssertionError e) {
                throw new AssertionError("script \"" + name + "\": " + e.getMessage(), e);
            }
        });
    }

    @Override
    public Reply reply(Prompt prompt, ModelCall call) {
        String name = key.apply(prompt);
        ScriptedModel script;
        synchronized (this) {
            script = scripts.get(name);
        }
        if (script == null) {
            throw new AssertionError(
                    "no script has the key \"" + name + "\"\n" + Transcripts.render(prompt.messages()));
        }
        return script.reply(prompt, call);
    }

    @Override
    public ModelFacts facts() {
        return ModelFacts.unknown(ModelRef.of("scripted", "keyed"));
    }
}
