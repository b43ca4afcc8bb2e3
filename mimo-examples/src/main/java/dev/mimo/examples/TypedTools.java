package dev.mimo.examples;

import dev.mimo.agent.Agent;
import dev.mimo.model.Model;
import dev.mimo.providers.Models;
import dev.mimo.tool.AgentTool;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tools in both forms: a record with a lambda, and marked methods of an object. */
public final class TypedTools {

    private TypedTools() {}

    // tag::record[]
    record Order(
            @Doc("what to order") String article,
            @Doc("how many; 1 when left out") @Nullable Integer count) {
        Order {
            // What is thrown here is told to the model, which then calls again.
            if (count != null && count < 1) {
                throw new IllegalArgumentException("count must be at least 1, not " + count);
            }
        }
    }
    // end::record[]

    /** A shop with some stock. */
    static final class Shop {
        private final Map<String, Integer> stock = new TreeMap<>(Map.of("apple", 10, "pear", 3));

        @AgentTool(value = "What is in stock, and how much of it", effect = Effect.READ)
        public synchronized Map<String, Integer> stock() {
            return new TreeMap<>(stock);
        }

        synchronized String order(Order order) {
            int count = order.count() == null ? 1 : order.count();
            Integer left = stock.computeIfPresent(order.article(), (article, had) -> had - count);
            return left == null ? "there is no " + order.article() : left + " left";
        }
    }

    static String run(Model model, Shop shop) {
        // tag::tools[]
        return Agent.builder()
                .model(model)
                .tools(Tool.from(shop))
                .tools(Tool.of("order", "Orders an article", Order.class, (order, context) -> shop.order(order)))
                .build()
                .run("Order two pears")
                .text();
        // end::tools[]
    }

    public static void main(String[] args) {
        System.out.println(run(Models.fromEnvironment(), new Shop()));
    }
}
