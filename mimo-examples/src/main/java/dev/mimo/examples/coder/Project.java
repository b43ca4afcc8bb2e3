package dev.mimo.examples.coder;

import dev.mimo.extension.Extensions;
import dev.mimo.extension.LoadedExtensions;
import dev.mimo.extension.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The files of a workspace that add to the agent, and the person's word on whether those that act may do so. Nothing acts
 * before that word. Confined to one thread.
 */
public final class Project {

    private final TrustFile trust;
    private final Extensions extensions;
    private final Path top;
    private final List<Report> acting;

    private Project(TrustFile trust, Extensions extensions) {
        this.trust = trust;
        this.extensions = extensions;
        List<Path> asked = new ArrayList<>();
        this.acting = new ArrayList<>(loaded(extensions.trust(folder -> asked.add(folder))));
        this.top = asked.get(0);
        acting.removeAll(loaded(extensions.trust(folder -> false)));
    }

    /**
     * The one of these settings. What the user has written for all projects counts as well where {@code home} is
     * {@code .mimo} in the user's folder.
     */
    public static Project of(Settings settings, Path home) {
        Extensions extensions =
                Extensions.of(settings.workspace()).claude(settings.claude() || new ClaudeImport(home).isThere());
        Path user = home.endsWith(".mimo") ? home.toAbsolutePath().getParent() : null;
        return new Project(new TrustFile(home), user == null ? extensions : extensions.user(user));
    }

    /** The folder that would be trusted: the repository's, or the workspace. */
    public Path top() {
        return top;
    }

    /** Whether something here would act if it were trusted, and the person has not yet said. */
    public boolean isUndecided() {
        return !acting.isEmpty() && trust.find(top) == null;
    }

    /** Whether the person has said that it may act. */
    public boolean isTrusted() {
        return Boolean.TRUE.equals(trust.find(top));
    }

    /** What would act, in words: {@code 2 commands (review, ship), 1 skill (release)}. */
    public String acting() {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        for (Report report : acting) {
            String kind = report.kind().name().toLowerCase(Locale.ROOT);
            kinds.computeIfAbsent(kind, first -> new ArrayList<>()).add(report.name());
        }
        List<String> words = new ArrayList<>();
        kinds.forEach((kind, names) -> words.add(
                names.size() + " " + kind + (names.size() == 1 ? "" : "s") + " (" + String.join(", ", names) + ")"));
        return String.join(", ", words);
    }

    /** Keeps the person's word for this and all later runs. */
    public void decide(boolean trusted) {
        trust.keep(top, trusted);
    }

    /** What may act as things stand. */
    public LoadedExtensions load() {
        Boolean said = trust.find(top);
        return extensions.trust(folder -> said != null && said).load();
    }

    /** The same, with what the person has accepted for the project; it lies in that folder, which may not be there. */
    public LoadedExtensions load(Path assets) {
        Boolean said = trust.find(top);
        return extensions.trust(folder -> said != null && said).also(assets).load();
    }

    private static List<Report> loaded(Extensions extensions) {
        return extensions.load().reports().stream().filter(Report::loaded).toList();
    }
}
