package dev.mimo.memory.checkpoint;

import dev.mimo.environment.Sha256;
import dev.mimo.model.ToolCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What calls did to files, by the words of the file tools; each file once, at its last place. Confined to one thread. */
final class FileUses {

    private static final Pattern PATCHED = Pattern.compile("(created|changed|deleted|moved) (.+)");
    private static final String READ = "read";

    private final int most;
    private final Map<String, Digest.FileUse> uses = new LinkedHashMap<>();

    FileUses(int most) {
        this.most = most;
    }

    List<Digest.FileUse> list() {
        return List.copyOf(uses.values());
    }

    /** Takes a call that went well, and what its tool told. */
    void take(long sequence, ToolCall call, String told) {
        String path = ItemText.of(call.arguments().path("path").asText(), ItemText.LONGEST);
        switch (call.name()) {
            case "read" -> read(sequence, path);
            case "edit" -> put(sequence, path, "edited", "");
            case "write" -> {
                boolean created = told.startsWith("created ");
                // Only a new file surely holds the very bytes: an old one keeps its charset and its line ends.
                String hash =
                        created ? Sha256.brief(call.arguments().path("content").asText()) : "";
                put(sequence, path, created ? "created" : "written", hash);
            }
            case "patch" -> told.lines().forEach(line -> patched(sequence, line));
            default -> {}
        }
    }

    private void patched(long sequence, String line) {
        Matcher match = PATCHED.matcher(line);
        if (!match.matches()) {
            return;
        }
        String path = ItemText.of(match.group(2), ItemText.LONGEST);
        switch (match.group(1)) {
            case "moved" -> {
                int to = path.indexOf(" to ");
                put(sequence, path.substring(0, Math.max(0, to)), "deleted", "");
                put(sequence, path.substring(to < 0 ? 0 : to + 4), "moved", "");
            }
            case "changed" -> put(sequence, path, "edited", "");
            default -> put(sequence, path, match.group(1), "");
        }
    }

    /** That it was changed matters more than that it was looked at again. */
    private void read(long sequence, String path) {
        Digest.FileUse before = uses.get(path);
        if (before == null || before.how().equals(READ)) {
            put(sequence, path, READ, "");
        } else {
            put(sequence, path, before.how(), before.hash());
        }
    }

    private void put(long sequence, String path, String how, String hash) {
        if (path.isBlank()) {
            return;
        }
        uses.remove(path);
        uses.put(path, new Digest.FileUse(sequence, path, how, hash));
        if (uses.size() > most) {
            uses.remove(uses.keySet().iterator().next());
        }
    }
}
