package dev.mimo.memory.rebuild;

import dev.mimo.agent.PromptAssembler.Conversation;
import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.checkpoint.Item;
import dev.mimo.memory.checkpoint.Section;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import dev.mimo.session.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the items of each section in the order in which they should be shown: the user's own words first, then those that
 * speak of what is being worked on, then the newest.
 */
final class ItemRank {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_./-]{4,80}");
    private static final int RECENT = 40;
    private static final int PINNED = 1_000;
    private static final int RELEVANT = 100;
    private static final int MOST_MATCHES = 5;

    /** The task tree of a checkpoint may be old; the one that stands now is shown apart. */
    private static final Item BELOW = new Item("tasks", "stands below, as it is now", List.of(), Item.Maker.DIGEST);

    private final Set<String> words = new HashSet<>();

    private ItemRank() {}

    /** Relevant is what speaks of the words of the last calls, of what the user said last, and of the open tasks. */
    static ItemRank of(Conversation conversation, Tail tail) {
        ItemRank rank = new ItemRank();
        List<Message> messages = conversation.messages();
        for (int i = Math.max(tail.from(), messages.size() - RECENT); i < messages.size(); i++) {
            rank.take(messages.get(i));
        }
        if (tail.user() != null) {
            rank.take(messages.get(tail.user()));
        }
        for (Plan.Task task : conversation.plan().openTasks()) {
            rank.take(task.title());
        }
        return rank;
    }

    Checkpoint apply(Checkpoint checkpoint) {
        Map<Section, List<Item>> ranked = new EnumMap<>(Section.class);
        checkpoint.sections().forEach((section, items) -> ranked.put(section, ranked(items)));
        if (!checkpoint.items(Section.TASK_TREE).isEmpty()) {
            ranked.put(Section.TASK_TREE, List.of(BELOW));
        }
        return new Checkpoint(
                checkpoint.session(), checkpoint.version(), ranked, checkpoint.marks(), checkpoint.making());
    }

    private List<Item> ranked(List<Item> items) {
        List<Item> sorted = new ArrayList<>(items);
        sorted.sort(Comparator.comparingLong(this::score).reversed());
        return sorted;
    }

    /* Recency decides among equals: a newer entry number is added below the weight of one relevant word. */
    private long score(Item item) {
        long newest = item.evidence().stream().mapToLong(Long::longValue).max().orElse(0);
        long matches = 0;
        Matcher matcher = WORD.matcher(item.text().toLowerCase(Locale.ROOT));
        while (matcher.find() && matches < MOST_MATCHES) {
            matches += words.contains(matcher.group()) ? 1 : 0;
        }
        long pinned = item.maker() == Item.Maker.USER ? PINNED : 0;
        return ((pinned + matches * RELEVANT) << 32) + newest;
    }

    private void take(Message message) {
        if (message instanceof Message.User user) {
            take(user.text());
        } else if (message instanceof Message.Assistant assistant) {
            take(assistant.text());
            for (ToolCall call : assistant.toolCalls()) {
                take(call.arguments().toString());
            }
        }
    }

    private void take(String text) {
        Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            words.add(matcher.group());
        }
    }
}
