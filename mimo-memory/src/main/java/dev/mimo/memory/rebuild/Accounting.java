package dev.mimo.memory.rebuild;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.util.List;

/**
 * What a rebuilt context is made of.
 *
 * @param budget how many tokens a prompt may have
 * @param head system and tools
 * @param allowed what may follow them: 45 % of what they leave
 * @param blocks what does follow them, in order
 */
public record Accounting(long budget, long head, long allowed, List<Block> blocks) {

    public Accounting {
        blocks = List.copyOf(blocks);
    }

    /** A part of the context, in tokens by our own estimate. */
    public record Block(String name, long tokens) {}

    /** What follows system and tools. */
    public long used() {
        return blocks.stream().mapToLong(Block::tokens).sum();
    }

    /** The share of what system and tools leave that is used: at most 0.45 after a rebuild. */
    public double share() {
        return budget <= head ? 1 : (double) used() / (budget - head);
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object().put("budget", budget).put("head", head).put("allowed", allowed);
        ArrayNode all = json.putArray("blocks");
        blocks.forEach(block -> all.addObject().put("name", block.name()).put("tokens", block.tokens()));
        return json;
    }
}
