package dev.mimo.examples.report;

import dev.mimo.examples.report.Knowledge.Layer;
import dev.mimo.examples.report.Knowledge.Quote;
import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.checkpoint.CheckpointStore;
import dev.mimo.model.Message;
import dev.mimo.session.Entry;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MemoryStore;
import dev.mimo.session.MessageRef;
import dev.mimo.session.SessionId;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checkpoints and memories, and which messages they name. */
final class KnowledgeReading {

    private static final int MOST_QUOTES = 200;
    private static final int LONGEST_QUOTE = 400;

    private final Sources sources;
    private final SessionId session;
    private final Knowledge known;

    KnowledgeReading(Sources sources, SessionId session) {
        this.sources = sources;
        this.session = session;
        CheckpointStore checkpoints = sources.checkpoints();
        List<Checkpoint> versions = checkpoints == null ? List.of() : checkpoints.versions(session);
        known = new Knowledge(versions, layers(sources), List.of());
    }

    private static List<Layer> layers(Sources sources) {
        List<Layer> layers = new ArrayList<>();
        MemoryStore memories = sources.memories();
        if (memories != null) {
            for (MemoryScope scope : sources.scopes()) {
                MemoryStore.Layer layer = memories.read(scope);
                layers.add(new Layer(scope, layer.entries(), layer.fault()));
            }
        }
        return layers;
    }

    /** The entries of this session that are named as evidence. */
    Set<Long> named() {
        Set<Long> named = new LinkedHashSet<>();
        Checkpoint newest = known.newest();
        if (newest != null) {
            newest.sections().values().forEach(items -> items.forEach(item -> named.addAll(item.evidence())));
        }
        for (MessageRef ref : evidence()) {
            if (ref.session().equals(session)) {
                named.add(ref.sequence());
            }
        }
        return named;
    }

    private Set<MessageRef> evidence() {
        Set<MessageRef> all = new LinkedHashSet<>();
        for (Layer layer : known.layers()) {
            for (MemoryEntry entry : layer.entries()) {
                if (entry.seen() != null) {
                    all.addAll(entry.seen().evidence());
                }
            }
        }
        return all;
    }

    Knowledge read() {
        List<Quote> quotes = new ArrayList<>();
        for (MessageRef ref : evidence()) {
            Quote quote = ref.session().equals(session) || quotes.size() == MOST_QUOTES ? null : find(ref);
            if (quote != null) {
                quotes.add(quote);
            }
        }
        return new Knowledge(known.versions(), known.layers(), quotes);
    }

    private @Nullable Quote find(MessageRef ref) {
        Transcript transcript = sources.sessions().find(ref.session());
        List<Stored> at = transcript == null ? List.of() : transcript.page(ref.sequence(), 1);
        return at.isEmpty() ? null : quote(ref, at.get(0).entry());
    }

    private static @Nullable Quote quote(MessageRef ref, Entry entry) {
        if (entry instanceof Entry.MessageAdded added) {
            Message.User message = added.message();
            return quote(ref, message.note() == null ? "user" : "runtime", message.text());
        } else if (entry instanceof Entry.ReplyAdded reply) {
            return quote(ref, "assistant", reply.message().text());
        } else if (entry instanceof Entry.CallFinished finished) {
            return quote(ref, "tool", finished.result().text());
        }
        return null;
    }

    private static Quote quote(MessageRef ref, String who, String text) {
        return new Quote(ref, who, Clip.middle(text.strip(), LONGEST_QUOTE));
    }
}
