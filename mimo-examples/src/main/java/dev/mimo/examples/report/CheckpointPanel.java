package dev.mimo.examples.report;

import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.checkpoint.Item;
import dev.mimo.memory.checkpoint.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The versions of the checkpoint, and what the newest one says. */
final class CheckpointPanel implements Panel {

    private static final int MOST_VERSIONS = 40;
    private static final int MOST_ITEMS = 40;
    private static final int LONGEST_ITEM = 500;
    private static final int MOST_EVIDENCE = 6;

    private final Knowledge known;
    private final Anchors anchors;
    private final Times times;

    CheckpointPanel(Knowledge known, Anchors anchors, Times times) {
        this.known = known;
        this.anchors = anchors;
        this.times = times;
    }

    static String words(Checkpoint.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String id() {
        return "checkpoints";
    }

    @Override
    public String title() {
        return "Checkpoints";
    }

    @Override
    public boolean isEmpty() {
        return known.versions().isEmpty();
    }

    @Override
    public void write(Html html) {
        Checkpoint newest = known.newest();
        if (newest != null) {
            html.leaf("p", "Version " + newest.version() + ", the newest one, says:", "class", "lead");
            sections(newest, html);
        }
        html.open("details", "open", known.versions().size() <= 12 ? "" : null);
        html.leaf("summary", Amounts.count(known.versions().size(), "version"));
        versions(html);
        html.close();
    }

    private void sections(Checkpoint newest, Html html) {
        List<String> empty = new ArrayList<>();
        html.open("div", "class", "sections");
        for (Section section : Section.values()) {
            if (newest.items(section).isEmpty()) {
                empty.add(section.title());
            } else {
                section(section, newest.items(section), html);
            }
        }
        html.close();
        if (!empty.isEmpty()) {
            html.leaf("p", "Nothing under: " + String.join(", ", empty) + ".", "class", "soft");
        }
    }

    private void section(Section section, List<Item> items, Html html) {
        html.open("div", "class", "section").leaf("h3", section.title()).open("ul");
        for (Item item : items.subList(0, Math.min(items.size(), MOST_ITEMS))) {
            html.open("li", "class", "by-" + item.maker().name().toLowerCase(Locale.ROOT));
            html.text(Clip.text(item.text(), LONGEST_ITEM));
            item.evidence().stream().limit(MOST_EVIDENCE).forEach(sequence -> {
                html.text(" ");
                anchors.link(sequence, html);
            });
            html.close();
        }
        if (items.size() > MOST_ITEMS) {
            html.leaf("li", "and " + (items.size() - MOST_ITEMS) + " more", "class", "soft");
        }
        html.close().close();
    }

    private void versions(Html html) {
        html.open("div", "class", "wide").open("table").open("thead").open("tr");
        for (String name : List.of("Version", "Status", "Written", "Model")) {
            html.leaf("th", name);
        }
        for (String name : List.of("Tokens", "Cost", "Covers up to", "Read up to")) {
            html.leaf("th", name, "class", "number");
        }
        html.close().close().open("tbody");
        int size = known.versions().size();
        for (int i = size - 1; i >= Math.max(0, size - MOST_VERSIONS); i--) {
            version(known.versions().get(i), html);
        }
        html.close().close().close();
        if (size > MOST_VERSIONS) {
            html.leaf("p", "and " + (size - MOST_VERSIONS) + " earlier ones", "class", "soft");
        }
    }

    private void version(Checkpoint version, Html html) {
        Checkpoint.Making making = version.making();
        String status = words(making.status());
        html.open("tr").leaf("td", "v" + version.version());
        html.open("td").leaf("span", status, "class", "badge small status-" + status);
        if (!making.reason().isEmpty()) {
            html.text(" ").leaf("span", Clip.line(making.reason(), 160), "class", "soft");
        }
        html.close().leaf("td", times.exact(making.at()), "class", "time");
        html.leaf("td", making.model() == null ? "none" : Clip.line(making.model(), 60));
        number(Amounts.tokens(making.usage().total()), html);
        number(Amounts.cost(making.cost()), html);
        number("#" + version.marks().covered(), html);
        number("#" + version.marks().written(), html);
        html.close();
    }

    private static void number(String text, Html html) {
        html.leaf("td", text, "class", "number");
    }
}
