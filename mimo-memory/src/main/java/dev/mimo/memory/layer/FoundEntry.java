package dev.mimo.memory.layer;

import dev.mimo.environment.Sha256;
import dev.mimo.memory.checkpoint.Finding;
import dev.mimo.memory.checkpoint.MemoryText;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryEntry.Kind;
import dev.mimo.session.MemoryEntry.Origin;
import dev.mimo.session.MemoryEntry.Seen;
import dev.mimo.session.MemoryEntry.Status;
import dev.mimo.session.MessageRef;
import dev.mimo.session.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes entries of what was found, on the evidence: what only tools say is never a rule, whatever it is called. */
final class FoundEntry {

    private static final int LONGEST = 1_000;

    private static final int LONGEST_ORDER = 300;

    /** How an order begins, in the languages that {@code RuleWords} knows best. */
    private static final Pattern ORDER = Pattern.compile("(?iu)^[^\\p{L}]*(?:(?:you must|must|always|never|do not|don't"
            + "|make sure|from now on|immer|nie|niemals)\\b|必须|务必|总是|永远|不要|不准|禁止|記住|记住).*");

    private FoundEntry() {}

    /** Null when it rests on nothing, or would be a rule that nobody gave. */
    static @Nullable MemoryEntry find(Promotion.Source source, Finding finding, EvidenceReader reader, Instant at) {
        EvidenceReader.Weight weight = finding.evidence().isEmpty() ? null : reader.weigh(finding);
        String text = oneLine(MemoryText.clean(finding.text()));
        if (weight == null || text.isEmpty()) {
            return null;
        }
        boolean binds = finding.kind() == Kind.RULE || finding.kind() == Kind.PREFERENCE;
        boolean order = ORDER.matcher(text).matches();
        if (!weight.user() && ((binds && weight.onlyTools()) || (order && weight.fromTools()))) {
            return null;
        }
        Kind kind = binds && !weight.user() ? Kind.FACT : finding.kind();
        List<MessageRef> refs = finding.evidence().stream()
                .map(sequence -> new MessageRef(source.session(), sequence))
                .toList();
        SessionId session = reader.session(source.session());
        return new MemoryEntry(
                "m-" + Sha256.brief(kind + text + source.project().id() + refs),
                kind,
                text,
                weight.verified() ? Status.VERIFIED : weight.user() ? Status.CONFIRMED : Status.OBSERVED,
                weight.user() ? Origin.USER : Origin.AGENT,
                new Seen(at, at, List.of(session), refs, finding.contradicts()),
                finding.paths());
    }

    /** Whether it begins as orders do that hold always, and is not long. */
    static boolean isOrder(String text) {
        return text.length() <= LONGEST_ORDER && ORDER.matcher(text).matches();
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 2) + " …";
    }
}
