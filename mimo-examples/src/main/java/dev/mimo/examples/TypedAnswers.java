package dev.mimo.examples;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AnswerException;
import dev.mimo.model.Model;
import dev.mimo.providers.Models;
import dev.mimo.tool.Doc;
import java.math.BigDecimal;
import java.util.List;

/** An answer as a record instead of words. */
public final class TypedAnswers {

    private TypedAnswers() {}

    record Invoice(
            String customer,

            @Doc("what was bought, in the order of the text")
            List<Line> lines) {
        BigDecimal total() {
            return lines.stream().map(Line::price).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    record Line(String article, @Doc("in euros") BigDecimal price) {}

    /** An answer that does not fit is asked for again; after the second time it is an {@link AnswerException}. */
    static Invoice read(Model model, String letter) {
        Agent clerk = Agent.builder()
                .model(model)
                .instructions("You read letters and make invoices of them.")
                .build();
        return clerk.run(letter, Invoice.class);
    }

    public static void main(String[] args) {
        Invoice invoice = read(
                Models.fromEnvironment(),
                "Dear Ms Lovelace, a gear for 12.50 and a lever for 4 are on their way to you.");
        System.out.println(invoice.customer() + " pays " + invoice.total());
    }
}
