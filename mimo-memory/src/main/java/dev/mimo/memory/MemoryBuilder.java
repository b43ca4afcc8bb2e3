package dev.mimo.memory;

import dev.mimo.memory.SqliteSessionStore.Durability;
import dev.mimo.memory.checkpoint.CheckpointPolicy;
import dev.mimo.memory.checkpoint.CheckpointStore;
import dev.mimo.memory.checkpoint.CheckpointWriter;
import dev.mimo.memory.upkeep.UpkeepMode;
import dev.mimo.model.Cost;
import dev.mimo.model.TokenEstimator;
import dev.mimo.session.HistorySearch;
import dev.mimo.session.MemoryStore;
import dev.mimo.session.SessionStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Collects what memory is to be made of; whatever is left out is ours. Confined to one thread. */
public final class MemoryBuilder {

    final Path root;

    @Nullable
    String project;

    Durability durability = Durability.NORMAL;
    Clock clock = Clock.systemUTC();
    boolean redactHistory;
    CheckpointPolicy policy = CheckpointPolicy.DEFAULT;

    @Nullable
    Long maxContext;

    TokenEstimator estimator = TokenEstimator.byScript();

    @Nullable
    CheckpointWriter writer;

    Duration writerDeadline = Duration.ofMinutes(2);
    long writerTokens = 400_000;
    long upkeepTokens = 200_000;
    UpkeepMode upkeep = UpkeepMode.BY_ITSELF;

    @Nullable
    Cost upkeepCost;

    Duration upkeepDeadline = Duration.ofMinutes(10);
    Duration patience = Duration.ofMinutes(1);

    @Nullable
    SessionStore sessions;

    @Nullable
    HistorySearch history;

    @Nullable
    MemoryStore memories;

    @Nullable
    CheckpointStore checkpoints;

    MemoryBuilder(Path root) {
        this.root = root;
    }

    /** The project by a name of the host's, whatever the workspace; else it is that of the workspace's repository. */
    public MemoryBuilder project(String name) {
        project = name;
        return this;
    }

    /** What an acknowledged append survives; the end of the process when left out. */
    public MemoryBuilder durability(Durability level) {
        durability = level;
        return this;
    }

    /**
     * Takes secrets out of the history as well, before it is written. The session at work still sees them; one that is opened
     * again does not. Left out, the history keeps what was said.
     */
    public MemoryBuilder redactHistory() {
        redactHistory = true;
        return this;
    }

    /** Tells what is written when; the system's when left out. */
    public MemoryBuilder clock(Clock other) {
        clock = other;
        return this;
    }

    /** At which sizes of the context checkpoints are written; 20, 45 and 70 % when left out. */
    public MemoryBuilder policy(CheckpointPolicy when) {
        policy = when;
        return this;
    }

    /** Bounds prompts below what the model could take, in tokens; at least 1,000. */
    public MemoryBuilder maxContext(long tokens) {
        if (tokens < 1_000) {
            throw new IllegalArgumentException("maxContext is at least 1,000 tokens, not " + tokens);
        }
        maxContext = tokens;
        return this;
    }

    /** Guesses sizes before a provider has counted; by script when left out. */
    public MemoryBuilder estimator(TokenEstimator other) {
        estimator = other;
        return this;
    }

    /** Writes checkpoints in the place of our writer. */
    public MemoryBuilder writer(CheckpointWriter other) {
        writer = other;
        return this;
    }

    /** How long a writer may take for what it reads at once; 120 s when left out. */
    public MemoryBuilder writerDeadline(Duration most) {
        writerDeadline = most;
        return this;
    }

    /** How many tokens a writer may spend on one checkpoint; 400,000 when left out. */
    public MemoryBuilder writerTokens(long most) {
        writerTokens = most;
        return this;
    }

    /** What is done for upkeep when a session begins and a job is due; jobs run by themselves when left out. */
    public MemoryBuilder upkeep(UpkeepMode mode) {
        upkeep = mode;
        return this;
    }

    /** How many tokens one run of upkeep may spend; 200,000 when left out. */
    public MemoryBuilder upkeepTokens(long most) {
        upkeepTokens = most;
        return this;
    }

    /** How much money one run of upkeep may spend, as far as prices are known; only tokens limit it when left out. */
    public MemoryBuilder upkeepCost(Cost most) {
        upkeepCost = most;
        return this;
    }

    /** How long one run of upkeep may look and ask; 10 min when left out. */
    public MemoryBuilder upkeepDeadline(Duration most) {
        upkeepDeadline = most;
        return this;
    }

    /** How long a rebuild waits for the first checkpoint of a session; 60 s when left out. */
    public MemoryBuilder patience(Duration most) {
        patience = most;
        return this;
    }

    /** Keeps sessions in the place of our SQLite store; searched by reading it when no search is given. Never closed by us. */
    public MemoryBuilder sessions(SessionStore other) {
        sessions = other;
        return this;
    }

    /** Finds what was said in the place of our search. */
    public MemoryBuilder history(HistorySearch other) {
        history = other;
        return this;
    }

    /** Keeps what is remembered in the place of our Markdown files. Never closed by us. */
    public MemoryBuilder memories(MemoryStore other) {
        memories = other;
        return this;
    }

    /** Keeps checkpoints in the place of our tables. */
    public MemoryBuilder checkpoints(CheckpointStore other) {
        checkpoints = other;
        return this;
    }

    public MimoMemory build() {
        return new MimoMemory(new MemoryParts(this));
    }
}
