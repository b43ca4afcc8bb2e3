package dev.mimo.judge;

import dev.mimo.model.BudgetedModel;
import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.Prompt;
import java.util.ArrayList;
import java.util.List;

/**
 * How candidates are made to differ, beyond chance. What it changes should stand at the end of the prompt, as the provider's
 * cache serves only what is the same from the beginning. Safe for use by several threads.
 */
@FunctionalInterface
public interface Diversity {

    /**
     * Who drafts a candidate, and from what.
     *
     * @param index of the candidate, from 0
     * @param count how many there will be, at least 2
     * @param ordinary as it would be drafted without this policy
     */
    Drafting vary(int index, int count, Drafting ordinary);

    /** One way to draft. */
    record Drafting(Model model, Prompt prompt) {}

    /** Chance alone: all candidates answer the same prompt object. */
    static Diversity none() {
        return (index, count, ordinary) -> ordinary;
    }

    /** Temperatures in equal steps; 0 to 2, within what the endpoint takes. */
    static Diversity temperatures(double lowest, double highest) {
        return (index, count, ordinary) -> {
            Prompt prompt = ordinary.prompt();
            double temperature = lowest + (highest - lowest) * index / (count - 1);
            return new Drafting(
                    ordinary.model(), prompt.withOptions(prompt.options().withTemperature(temperature)));
        };
    }

    /**
     * A hint behind the conversation for each candidate but the first; those beyond the list begin it anew. No hint is stored
     * with the session.
     */
    static Diversity hints(String... hints) {
        List<Message> notes = new ArrayList<>();
        for (String hint : hints) {
            notes.add(new Message.User(List.of(Content.text(hint)), "hint"));
        }
        if (notes.isEmpty()) {
            throw new IllegalArgumentException("there is no hint");
        }
        return (index, count, ordinary) -> {
            if (index == 0) {
                return ordinary;
            }
            List<Message> more = new ArrayList<>(ordinary.prompt().messages());
            more.add(notes.get((index - 1) % notes.size()));
            return new Drafting(ordinary.model(), ordinary.prompt().withMessages(more));
        };
    }

    /**
     * A model of its own for each candidate; those beyond the list begin it anew. They are charged like all others, and not
     * asked again: a draft that fails is dropped.
     */
    static Diversity models(Model... models) {
        List<Model> charged = new ArrayList<>();
        for (Model model : models) {
            charged.add(new BudgetedModel(model));
        }
        if (charged.isEmpty()) {
            throw new IllegalArgumentException("there is no model");
        }
        return (index, count, ordinary) -> new Drafting(charged.get(index % charged.size()), ordinary.prompt());
    }
}
