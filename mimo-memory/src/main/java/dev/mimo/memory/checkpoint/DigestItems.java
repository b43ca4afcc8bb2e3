package dev.mimo.memory.checkpoint;

import dev.mimo.environment.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts a digest into the sections of a checkpoint: the user's last words are the active intent, those before are directives,
 * and commands that failed stand among the errors until the same command ends well.
 */
final class DigestItems {

    private static final int MOST_RECENT = 8;
    private static final String RUN = "run-";

    private final Map<Section, List<Item>> sections;

    DigestItems(Map<Section, List<Item>> sections) {
        this.sections = sections;
    }

    /** Taking the same digest twice makes no difference. */
    void take(Digest digest) {
        digest.said().forEach(this::words);
        digest.files().forEach(this::file);
        digest.commands().forEach(this::command);
        currentWork(digest);
        liveResources(digest);
    }

    private void words(Digest.Said said) {
        String text = ItemText.of(ItemText.bounded(said.text(), ItemText.LONGEST_WORDS - 100), ItemText.LONGEST_WORDS);
        Item item = new Item("u" + said.sequence(), text, List.of(said.sequence()), Item.Maker.USER);
        List<Item> intent = items(Section.ACTIVE_INTENT);
        List<Item> directives = items(Section.DIRECTIVES);
        if (text.isEmpty() || isThere(item, directives) || isThere(item, intent)) {
            return;
        }
        for (Item before : List.copyOf(intent)) {
            if (before.maker() == Item.Maker.USER) {
                intent.remove(before);
                putFirst(directives, before);
            }
        }
        putFirst(intent, item);
    }

    private void file(Digest.FileUse use) {
        String hash = use.hash().isEmpty() ? "" : ", sha256 " + use.hash();
        Item item =
                made("file-" + Sha256.brief(use.path()), "`" + use.path() + "`: " + use.how() + hash, use.sequence());
        putFirst(items(Section.FILES), item);
    }

    private void command(Digest.CommandRun run) {
        List<Item> errors = items(Section.ERRORS_AND_FIXES);
        String id = "error-" + Sha256.brief(run.command());
        if (isBad(run)) {
            String lines = run.lines().isEmpty() ? "" : ": " + String.join(" … ", run.lines());
            putFirst(errors, made(id, told(run) + lines, run.sequence()));
        } else {
            errors.removeIf(item -> item.id().equals(id));
        }
    }

    private static boolean isBad(Digest.CommandRun run) {
        Integer code = run.exitCode();
        return code == null ? !isRunning(run) : code != 0;
    }

    private static boolean isRunning(Digest.CommandRun run) {
        return run.exitCode() == null && run.ending().endsWith(" is running");
    }

    private void currentWork(Digest digest) {
        List<Item> work = items(Section.CURRENT_WORK);
        List<Digest.CommandRun> runs = digest.commands();
        for (Digest.CommandRun run : runs.subList(Math.max(0, runs.size() - MOST_RECENT), runs.size())) {
            putFirst(work, made(RUN + Sha256.brief(run.command()), told(run), run.sequence()));
        }
        work.removeIf(item -> item.id().startsWith("open-"));
        for (int i = 0; i < digest.open().size(); i++) {
            Item item = new Item(
                    "open-" + (i + 1), "has no result yet: " + digest.open().get(i), List.of(), Item.Maker.DIGEST);
            putFirst(work, item);
        }
        List<Item> old = work.stream()
                .filter(item -> item.id().startsWith(RUN))
                .skip(MOST_RECENT)
                .toList();
        work.removeAll(old);
    }

    private void liveResources(Digest digest) {
        List<Item> live = items(Section.LIVE_RESOURCES);
        if (!digest.git().isEmpty()) {
            live.removeIf(item -> item.id().startsWith("git-"));
        }
        for (int i = 0; i < digest.git().size(); i++) {
            String line = ItemText.of("git: " + digest.git().get(i), ItemText.LONGEST);
            live.add(new Item("git-" + (i + 1), line, List.of(), Item.Maker.DIGEST));
        }
        for (Digest.CommandRun run : digest.commands()) {
            String id = "job-" + Sha256.brief(run.command());
            live.removeIf(item -> item.id().equals(id));
            if (isRunning(run)) {
                putFirst(live, made(id, told(run), run.sequence()));
            }
        }
    }

    private static String told(Digest.CommandRun run) {
        return "`" + run.command() + "` (" + (run.ending().isEmpty() ? "no ending told" : run.ending()) + ")";
    }

    private static Item made(String id, String text, long sequence) {
        return new Item(id, ItemText.of(text, ItemText.LONGEST_WORDS), List.of(sequence), Item.Maker.DIGEST);
    }

    private static boolean isThere(Item item, List<Item> items) {
        return items.stream().anyMatch(other -> other.id().equals(item.id()));
    }

    private static void putFirst(List<Item> items, Item item) {
        items.removeIf(other -> other.id().equals(item.id()));
        items.add(0, item);
    }

    private List<Item> items(Section section) {
        return sections.computeIfAbsent(section, any -> new ArrayList<>());
    }
}
