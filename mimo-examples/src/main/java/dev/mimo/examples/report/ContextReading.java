package dev.mimo.examples.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.examples.report.ContextUse.Block;
import dev.mimo.examples.report.ContextUse.Content;
import dev.mimo.examples.report.ContextUse.Rebuild;
import dev.mimo.examples.report.ContextUse.Step;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.session.Entry;
import dev.mimo.session.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Follows the size of the context, and its rebuilds. */
final class ContextReading implements Consumer<Stored> {

    /** The note that the runtime leaves with each fresh window; one with a cause is a rebuild. */
    private static final String NOTE = "context_window";

    private final Function<ModelRef, ModelFacts> facts;
    private final List<Step> steps = new ArrayList<>();
    private final List<Rebuild> rebuilds = new ArrayList<>();
    private int turns;
    private @Nullable Long told;
    private @Nullable ModelRef author;

    ContextReading(Function<ModelRef, ModelFacts> facts) {
        this.facts = facts;
    }

    @Override
    public void accept(Stored stored) {
        if (stored.entry() instanceof Entry.TurnStarted) {
            turns++;
        } else if (stored.entry() instanceof Entry.ReplyAdded reply) {
            steps.add(new Step(stored.sequence(), stored.at(), reply.usage().total(), turns));
            author = reply.message().author() == null ? author : reply.message().author();
        } else if (stored.entry() instanceof Entry.Noted note && note.kind().equals(NOTE)) {
            takeWindow(note.data(), stored);
        }
    }

    private void takeWindow(JsonNode note, Stored stored) {
        Content content = note.path("accounting").isObject() ? content(note.path("accounting")) : null;
        if (content != null && content.budget() > 0) {
            told = content.budget();
        }
        if (note.path("cause").isTextual()) {
            rebuilds.add(new Rebuild(
                    stored.at(),
                    steps.size(),
                    note.path("cause").asText(),
                    note.path("before").asLong(),
                    note.path("checkpoint").asInt(),
                    content));
        }
    }

    private static Content content(JsonNode accounting) {
        List<Block> blocks = new ArrayList<>();
        for (JsonNode block : accounting.path("blocks")) {
            blocks.add(new Block(
                    block.path("name").asText(),
                    Math.max(0, block.path("tokens").asLong())));
        }
        return new Content(
                Math.max(0, accounting.path("budget").asLong()),
                Math.max(0, accounting.path("head").asLong()),
                Math.max(0, accounting.path("allowed").asLong()),
                blocks);
    }

    ContextUse read() {
        return new ContextUse(budget(), steps, rebuilds);
    }

    /* Without a note the model's window is the best guess: what is reserved for the answer is not known here. */
    private @Nullable Long budget() {
        if (told != null || author == null) {
            return told;
        }
        Integer window = facts.apply(author).window();
        return window == null ? null : Long.valueOf(window);
    }
}
