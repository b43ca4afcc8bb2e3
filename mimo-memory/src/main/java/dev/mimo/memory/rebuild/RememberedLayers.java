package dev.mimo.memory.rebuild;

import dev.mimo.memory.layer.MemoryBlock;
import dev.mimo.model.TokenEstimator;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MemoryStore;
import dev.mimo.session.MemoryStore.Layer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the layers when it is asked; most of the time they are as before, which their versions tell. */
final class RememberedLayers implements Remembered {

    /** What is told anew when a session goes on elsewhere, and memory is not what it was. */
    private static final long TOLD_ANEW = 3_000;

    private static final Layer NOTHING = new Layer("", List.of(), null);

    private final MemoryStore store;
    private final MemoryScope.@Nullable Project project;
    private final TokenEstimator estimator;
    private @Nullable Told start;
    private @Nullable Told last;
    private boolean unknown;

    /** The layers at one moment. */
    private record Told(Layer project, Layer global) {
        String state() {
            return project.version() + "/" + global.version();
        }
    }

    RememberedLayers(MemoryStore store, MemoryScope.@Nullable Project project, TokenEstimator estimator) {
        this.store = store;
        this.project = project;
        this.estimator = estimator;
    }

    @Override
    public String atStart(long tokens) {
        Told now = now();
        start = now;
        last = now;
        unknown = false;
        return block(now, tokens);
    }

    @Override
    public String state() {
        return start == null ? "/" : start.state();
    }

    @Override
    public void resume(String state) {
        Told now = now();
        start = now;
        last = now;
        unknown = !now.state().equals(state);
    }

    @Override
    public String changes() {
        Told now = now();
        Told before = last == null ? now : last;
        last = now;
        if (unknown) {
            unknown = false;
            return anew(now);
        }
        return changes(before, now);
    }

    @Override
    public String changesSinceStart() {
        Told now = now();
        return start == null ? "" : changes(start, now);
    }

    private String anew(Told now) {
        String block = block(now, TOLD_ANEW);
        return block.isEmpty() ? "" : "Memory has changed since you were told. It is now:\n" + block;
    }

    private String block(Told now, long tokens) {
        return new MemoryBlock(estimator, tokens).text(now.project(), now.global(), "");
    }

    private static String changes(Told before, Told now) {
        if (before.state().equals(now.state())) {
            return "";
        }
        return MemoryBlock.delta(before.project(), now.project()) + MemoryBlock.delta(before.global(), now.global());
    }

    private Told now() {
        return new Told(project == null ? NOTHING : store.read(project), store.read(MemoryScope.global()));
    }
}
