package dev.mimo.examples.pipeline;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.agent.AnswerException;
import dev.mimo.agent.Outcome;
import dev.mimo.tool.Doc;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Invoices that come by mail: one agent makes a record of the mail, rules in plain Java check it, another agent drafts the
 * answer. What can be computed is computed; models do what only they can, reading and writing.
 *
 * <p>Safe for use by several threads.
 */
public final class InvoiceDesk {

    // tag::invoice[]
    /** An invoice, as it was read from a mail. */
    public record Invoice(
            @Doc("the supplier's name, as written") String supplier,
            @Doc("the number of our order, such as PO-1234") String order,
            List<Line> lines,
            @Doc("the total as stated, in euros") BigDecimal total) {

        public Invoice {
            lines = List.copyOf(lines);
        }
    }

    /** One line of it. */
    public record Line(
            String article,
            int count,
            @Doc("for one, in euros") BigDecimal price) {}
    // end::invoice[]

    /** A letter to be looked at by a person before it is sent. */
    public record Draft(@Doc("one line") String subject, String text) {}

    /** The company's own system. */
    public interface Orders {

        /** What was ordered under that number, in euros; null when there is no such order. */
        @Nullable
        BigDecimal findOrdered(String order);
    }

    /** What became of a mail. */
    public sealed interface Result {

        /** It can be paid; the draft thanks. */
        record Accepted(Invoice invoice, Draft reply) implements Result {}

        /** Something is wrong with it; the draft says what. */
        record Queried(Invoice invoice, List<String> objections, Draft reply) implements Result {}

        /** A person has to read it: no model could make an invoice of it. */
        record Unreadable(String why) implements Result {}
    }

    private final Agent reader;
    private final Agent writer;
    private final Orders orders;

    /**
     * A desk over the company's orders.
     *
     * @param builder gives builders with what all agents of the company share: a model, limits, a store
     */
    public InvoiceDesk(Supplier<AgentBuilder> builder, Orders orders) {
        this.orders = orders;
        reader = builder.get()
                .name("reader")
                .instructions(
                        "You make records of invoices that come by mail. Take over what is written, even where it is"
                                + " wrong; never compute, never guess.")
                .build();
        writer = builder.get()
                .name("writer")
                .instructions("You draft short, polite letters to suppliers. You promise nothing.")
                .build();
    }

    // tag::handle[]
    /** Works on one mail. */
    public Result handle(String mail) {
        Invoice invoice;
        try {
            invoice = reader.run(mail, Invoice.class);
        } catch (AnswerException e) {
            return new Result.Unreadable(why(e.outcome()));
        }
        List<String> objections = objections(invoice);
        if (objections.isEmpty()) {
            return new Result.Accepted(invoice, draft(invoice, "Tell them that we pay within 14 days."));
        }
        String task = "Ask them to clear this up:\n- " + String.join("\n- ", objections);
        return new Result.Queried(invoice, objections, draft(invoice, task));
    }
    // end::handle[]

    private Draft draft(Invoice invoice, String task) {
        return writer.run("Supplier: " + invoice.supplier() + "\nOrder: " + invoice.order() + "\n" + task, Draft.class);
    }

    /** The rules. Sums are for computers, whatever a model may think of them. */
    private List<String> objections(Invoice invoice) {
        List<String> found = new ArrayList<>();
        BigDecimal sum = invoice.lines().stream()
                .map(line -> line.price().multiply(BigDecimal.valueOf(line.count())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.compareTo(invoice.total()) != 0) {
            found.add("the lines add up to " + euros(sum) + ", the total says " + euros(invoice.total()));
        }
        BigDecimal ordered = orders.findOrdered(invoice.order());
        if (ordered == null) {
            found.add("we have no order " + invoice.order());
        } else if (invoice.total().compareTo(ordered) > 0) {
            found.add("order " + invoice.order() + " was about " + euros(ordered));
        }
        return found;
    }

    private static String euros(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP).toPlainString() + " EUR";
    }

    private static String why(Outcome outcome) {
        return outcome.type() + ": " + outcome.text();
    }
}
