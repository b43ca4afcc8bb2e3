package dev.mimo.examples.pipeline;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.model.Model;
import dev.mimo.permission.Approver;
import dev.mimo.permission.Permissions;
import dev.mimo.session.Entry;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a company might build: one agent reads a customer's letter, one looks the order up and refunds it once a person has
 * agreed, one writes the answer.
 */
final class RefundDesk {

    /** What the letter is about. */
    record Request(
            @Doc("the number of the order") int order,
            @Doc("what the customer wants, in one sentence") String wish) {}

    /** How far a letter has come: waits for a person, or has its answer. */
    sealed interface Progress {

        record Waiting(int order, List<Entry.Question> questions) implements Progress {}

        record Answered(String letter) implements Progress {}
    }

    /** The company's own system. */
    interface Orders {

        String describe(int order);

        void refund(int order, int cents);
    }

    record Lookup(@Doc("the number of the order") int order) {}

    record Refund(
            @Doc("the number of the order") int order,
            @Doc("how much, in cents") int cents) {}

    private final Agent reader;
    private final Agent clerk;
    private final Agent writer;

    /** {@code builder} gives builders with what all agents of the company share. */
    RefundDesk(Supplier<AgentBuilder> builder, Model model, Orders orders) {
        Tool lookup = Tool.of("lookup", "Shows an order", Lookup.class, (it, context) -> orders.describe(it.order()))
                .effect(Effect.READ);
        Tool refund = Tool.of("refund", "Pays money back for an order", Refund.class, (it, context) -> {
            orders.refund(it.order(), it.cents());
            return "refunded";
        });
        reader = builder.get()
                .name("reader")
                .model(model)
                .instructions("You read letters of customers.")
                .build();
        clerk = builder.get()
                .name("clerk")
                .model(model)
                .instructions("You refund what the customer has paid, never more, then say in one line what was done.")
                .tools(lookup, refund)
                .permissions(Permissions.askBeforeChange().ask("refund", "*"))
                .build();
        writer = builder.get()
                .name("writer")
                .model(model)
                .instructions("You write short, friendly letters.")
                .build();
    }

    /** Works on a letter until a person is needed. */
    Progress handle(String letter) {
        Request request = reader.run(letter, Request.class);
        try (Session session = clerk.session(name(request.order()))) {
            return progress(request.order(), session.run("Order " + request.order() + ": " + request.wish()));
        }
    }

    /** Goes on with what a person said to all that was asked, perhaps days later in another process. */
    Progress answer(Progress.Waiting waiting, Approver.Answer answer) throws InterruptedException {
        Map<String, Approver.Answer> answers = new HashMap<>();
        waiting.questions().forEach(question -> answers.put(question.callId(), answer));
        try (Session session = clerk.session(name(waiting.order()))) {
            return progress(waiting.order(), session.resume(answers).await());
        }
    }

    private Progress progress(int order, Outcome outcome) {
        if (outcome instanceof Outcome.Paused paused) {
            return new Progress.Waiting(order, paused.questions());
        }
        return new Progress.Answered(writer.run("Tell the customer of order " + order + ": " + outcome.text())
                .text());
    }

    private static String name(int order) {
        return "order-" + order;
    }
}
