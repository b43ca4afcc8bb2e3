package dev.mimo.examples.recall;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.PromptAssembler;
import dev.mimo.environment.Event;
import dev.mimo.model.Content;
import dev.mimo.model.GrowingList;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Prompt;
import java.util.List;

/**
 * At 90 % of the budget all but the last messages are replaced by a summary of them and of the summary before. Confined to
 * one thread.
 */
final class OneShotSummary implements PromptAssembler {

    private static final double FULL = 0.9;
    private static final double LAST_MESSAGES = 0.1;

    private final Flow flow;
    private final PromptSize size = new PromptSize();
    private final long budget;
    private final Summariser summariser;
    private GrowingList<Message> shown = new GrowingList<>();
    private int taken;
    private long tokens;
    private long summarising;

    /** For prompts of so many tokens. */
    OneShotSummary(Flow flow, long budget, Summariser summariser) {
        this.flow = flow;
        this.budget = budget;
        this.summariser = summariser;
    }

    /** All but the last messages are now a summary. */
    record Summarised(long before, long after) implements Event {
        @Override
        public String type() {
            return "context_summarised";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("before", before).put("after", after);
        }
    }

    @Override
    public Prompt assemble(Material material) {
        List<Message> all = flow.take(material.conversation());
        while (taken < all.size()) {
            show(all.get(taken++));
        }
        long head = size.head(material.system(), material.tools());
        if (head + tokens > budget * FULL) {
            long before = head + tokens;
            summarise(all);
            material.call().events().emit(new Summarised(before, head + tokens));
        }
        return new Prompt(material.system(), shown.snapshot(), material.tools(), material.options());
    }

    private void show(Message message) {
        shown.add(message);
        tokens += size.of(message);
    }

    private void summarise(List<Message> all) {
        int from = Flow.newest(all, size, (long) (budget * LAST_MESSAGES));
        int kept = all.size() - from;
        List<Message> old = shown.snapshot();
        String summary = summariser.summarise(old.subList(0, Math.max(0, old.size() - kept)));
        summarising += tokens + PromptSize.of(summary);
        shown = new GrowingList<>();
        tokens = 0;
        show(new Message.User(List.of(Content.text(summary)), "summary"));
        Message.User person = Spoken.lastPerson(all.subList(0, from));
        if (person != null && !(all.get(from) instanceof Message.User)) {
            show(person);
        }
        all.subList(from, all.size()).forEach(this::show);
    }

    /** Tokens that a model would have taken to make the summaries. */
    long summarising() {
        return summarising;
    }
}
