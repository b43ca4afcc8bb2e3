package dev.mimo.examples.recall;

import dev.mimo.agent.AgentPart;
import dev.mimo.memory.MimoMemory;
import dev.mimo.memory.checkpoint.CheckpointPatch;
import dev.mimo.memory.checkpoint.CheckpointWriter;
import dev.mimo.memory.checkpoint.WriterFailed;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;

/** The memory of this library, in a temporary folder. */
final class MimoRemembering implements Remembering {

    private static final String PROJECT = "world";

    private final String name;
    private final Path root;
    private final MimoMemory memory;
    private final @Nullable ScriptedWriter writer;

    private MimoRemembering(String name, WorldClock clock, @Nullable Attention attention) throws IOException {
        this.name = name;
        root = Files.createTempDirectory("mimo-recall");
        writer = attention == null ? null : new ScriptedWriter(attention, this::remembered);
        CheckpointWriter given = writer == null ? MimoRemembering::fail : writer;
        memory = MimoMemory.builder(root)
                .project(PROJECT)
                .clock(clock)
                .writer(given)
                .build();
    }

    /** No model ever writes a checkpoint: what the runtime finds by itself has to do. */
    static MimoRemembering byDigest(WorldClock clock) throws IOException {
        return new MimoRemembering("mimo digest", clock, null);
    }

    /** A writer of that attention. */
    static MimoRemembering byWriter(WorldClock clock, Attention attention) throws IOException {
        return new MimoRemembering("mimo scripted", clock, attention);
    }

    private static CheckpointPatch fail(CheckpointWriter.Material material) {
        throw new WriterFailed("nobody writes here");
    }

    private List<MemoryEntry> remembered() {
        return memory.memories().read(new MemoryScope.Project(PROJECT)).entries();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public AgentPart part() {
        return memory;
    }

    @Override
    public long tokensBeside() {
        return writer == null ? 0 : writer.tokens();
    }

    @Override
    public void close() {
        memory.close();
        try {
            FileUtils.deleteDirectory(root.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
