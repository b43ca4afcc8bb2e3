package dev.mimo.examples.report;

import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryEntry.Seen;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MessageRef;
import java.util.List;
import java.util.Locale;

/** What is remembered beyond the session, each entry with what shows it. */
final class MemoryPanel implements Panel {

    private static final int MOST_ENTRIES = 200;
    private static final int MOST_EVIDENCE = 8;

    private final Knowledge known;
    private final Anchors anchors;
    private final Times times;

    MemoryPanel(Knowledge known, Anchors anchors, Times times) {
        this.known = known;
        this.anchors = anchors;
        this.times = times;
    }

    @Override
    public String id() {
        return "memory";
    }

    @Override
    public String title() {
        return "Memory";
    }

    @Override
    public boolean isEmpty() {
        return known.layers().stream().allMatch(layer -> layer.entries().isEmpty() && layer.fault() == null);
    }

    @Override
    public void write(Html html) {
        for (Knowledge.Layer layer : known.layers()) {
            if (!layer.entries().isEmpty() || layer.fault() != null) {
                layer(layer, html);
            }
        }
    }

    private void layer(Knowledge.Layer layer, Html html) {
        html.leaf(
                "h3",
                layer.scope() instanceof MemoryScope.Project project ? "Project " + project.id() : "For all projects");
        if (layer.fault() != null) {
            html.leaf("p", "It cannot be understood: " + Clip.text(layer.fault(), 400), "class", "warning");
        }
        html.open("ul", "class", "memories");
        List<MemoryEntry> entries = layer.entries();
        for (MemoryEntry entry : entries.subList(0, Math.min(entries.size(), MOST_ENTRIES))) {
            html.open("li", "class", entry.status().isCurrent() ? "memory" : "memory past");
            entry(entry, html);
            html.close();
        }
        if (entries.size() > MOST_ENTRIES) {
            html.leaf("li", "and " + (entries.size() - MOST_ENTRIES) + " more", "class", "soft");
        }
        html.close();
    }

    private void entry(MemoryEntry entry, Html html) {
        html.open("div", "class", "tags");
        html.leaf("span", lower(entry.kind()), "class", "tag kind");
        html.leaf("span", lower(entry.status()), "class", "tag status-" + lower(entry.status()));
        html.close().open("div", "class", "said").leaf("p", entry.text());
        html.open("p", "class", "soft").text("by ").text(lower(entry.origin()));
        Seen seen = entry.seen();
        if (seen == null) {
            html.text(", written into the file by hand");
        } else {
            html.text(", seen " + seen(seen));
            evidence(seen.evidence(), html);
        }
        if (!entry.paths().isEmpty()) {
            html.text(" · " + Clip.line(String.join(", ", entry.paths()), 200));
        }
        html.close().close();
    }

    private String seen(Seen seen) {
        String first = times.day(seen.first()).toString();
        String last = times.day(seen.last()).toString();
        String when = first.equals(last) ? first : first + " to " + last;
        return when + " in " + Amounts.count(seen.sessions().size(), "session");
    }

    private void evidence(List<MessageRef> refs, Html html) {
        if (!refs.isEmpty()) {
            html.text(" · shown by");
            for (MessageRef ref : refs.subList(Math.max(0, refs.size() - MOST_EVIDENCE), refs.size())) {
                html.text(" ");
                anchors.link(ref, html);
            }
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
