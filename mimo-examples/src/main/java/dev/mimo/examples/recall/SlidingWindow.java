package dev.mimo.examples.recall;

import dev.mimo.agent.PromptAssembler;
import dev.mimo.model.Message;
import dev.mimo.model.Prompt;
import java.util.ArrayList;
import java.util.List;

/** Shows the newest messages that fit, and before them what the user said last. Confined to one thread. */
final class SlidingWindow implements PromptAssembler {

    private final Flow flow;
    private final PromptSize size = new PromptSize();
    private final long budget;

    /** For prompts of so many tokens. */
    SlidingWindow(Flow flow, long budget) {
        this.flow = flow;
        this.budget = budget;
    }

    @Override
    public Prompt assemble(Material material) {
        List<Message> all = flow.take(material.conversation());
        long room = budget - size.head(material.system(), material.tools());
        int from = Flow.newest(all, size, room);
        Message.User person = Spoken.lastPerson(all.subList(0, from));
        if (all.get(from) instanceof Message.User || person == null) {
            return prompt(material, all.subList(from, all.size()));
        }
        from = Flow.newest(all, size, room - size.of(person));
        List<Message> shown = new ArrayList<>();
        if (!(all.get(from) instanceof Message.User)) {
            shown.add(Spoken.lastPerson(all.subList(0, from)));
        }
        shown.addAll(all.subList(from, all.size()));
        return prompt(material, shown);
    }

    private static Prompt prompt(Material material, List<Message> messages) {
        return new Prompt(material.system(), messages, material.tools(), material.options());
    }
}
