package dev.mimo.examples;

import dev.mimo.agent.Agent;
import dev.mimo.agent.Session;
import dev.mimo.memory.MimoMemory;
import dev.mimo.memory.checkpoint.CheckpointWriter;
import dev.mimo.model.Model;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MemoryStore;
import dev.mimo.session.PersonsEntries;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A host's own store for what agents remember: it stands beside the host's other data, and each change leaves a line in the
 * host's audit. {@code AuditedMemoryTest} runs the contract that every such store must keep.
 */
public final class AuditedMemory implements MemoryStore {

    private final Map<MemoryScope, Layer> layers = new HashMap<>();
    private final Consumer<String> audit;

    /** Remembers nothing yet. */
    public AuditedMemory(Consumer<String> audit) {
        this.audit = audit;
    }

    /** An agent whose sessions are kept under {@code root}, and whose project memory is the host's. */
    public static String ask(Path root, MemoryStore memories, Model model, String question) {
        try (MimoMemory memory = MimoMemory.builder(root)
                        .project("billing")
                        .memories(memories)
                        .writer(CheckpointWriter.none())
                        .build();
                Session session =
                        Agent.builder().model(model).memory(memory).build().session("audited")) {
            return session.run(question).text();
        }
    }

    @Override
    public synchronized Layer read(MemoryScope scope) {
        return layers.getOrDefault(scope, new Layer("", List.of(), null));
    }

    @Override
    public synchronized Layer update(MemoryScope scope, UnaryOperator<List<MemoryEntry>> change) {
        Layer before = read(scope);
        List<MemoryEntry> after = List.copyOf(change.apply(before.entries()));
        if (after.equals(before.entries())) {
            return before;
        }
        PersonsEntries.requireKept(before.entries(), after);
        String version = "v"
                + (before.version().isEmpty()
                        ? 1
                        : Integer.parseInt(before.version().substring(1)) + 1);
        Layer now = new Layer(version, after, null);
        layers.put(scope, now);
        before.entries().stream()
                .filter(entry -> !after.contains(entry))
                .forEach(entry -> audit.accept(scope + " - " + entry.text()));
        after.stream()
                .filter(entry -> !before.entries().contains(entry))
                .forEach(entry -> audit.accept(scope + " + " + entry.text()));
        return now;
    }

    @Override
    public void close() {}
}
