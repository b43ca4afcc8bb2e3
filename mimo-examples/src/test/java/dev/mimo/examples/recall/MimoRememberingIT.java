package dev.mimo.examples.recall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.AgentPart;
import dev.mimo.testing.PromptProtocol;
import dev.mimo.testing.ProtocolCheckedModel;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MimoRememberingIT {

    private static final int WINDOW = 32_000;
    private static final World WORLD = new World(new World.Size(3, 80, 2, 1_000));

    @Test
    void whoever_writes_contexts_stay_within_bounds_and_what_they_lack_is_found() throws IOException {
        WorldClock clock = new WorldClock();
        Recalled digest = run(clock, MimoRemembering.byDigest(clock));
        Recalled scripted = scripted();

        assertThat(digest.window().rebuilds()).isGreaterThan(2);
        assertThat(scripted.window().rebuilds()).isGreaterThan(2);
        assertThat(digest.window().maxShare()).isBetween(0.05, 0.45);
        assertThat(scripted.window().maxShare()).isBetween(0.05, 0.45);
        for (Kind kind : List.of(Kind.RULE, Kind.DECISION, Kind.FACT)) {
            assertThat(digest.misses()).noneMatch(miss -> miss.planted().kind() == kind);
            assertThat(scripted.misses()).noneMatch(miss -> miss.planted().kind() == kind);
        }
        assertThat(digest.score().count(Kind.FACT, Score.Verdict.SEARCH)).isPositive();
        assertThat(scripted.tokens().beside()).isPositive();
    }

    @Test
    void the_same_seed_gives_the_same_answers_and_the_same_tokens() throws IOException {
        Recalled once = scripted();
        Recalled again = scripted();

        assertThat(again.misses()).isEqualTo(once.misses());
        assertThat(again.tokens()).isEqualTo(once.tokens());
        assertThat(again.window()).isEqualTo(once.window());
    }

    private static Recalled scripted() throws IOException {
        WorldClock clock = new WorldClock();
        return run(clock, MimoRemembering.byWriter(clock, new Attention(3, 0.9)));
    }

    private static Recalled run(WorldClock clock, Remembering memory) {
        try (memory) {
            return new RecallRun(WORLD, clock, checked(memory), (name, steps, rebuilds) -> {}).run(WINDOW);
        }
    }

    private static Remembering checked(Remembering memory) {
        PromptProtocol protocol = PromptProtocol.shape();
        AgentPart part = parts -> {
            memory.part().install(parts);
            parts.decorate(model -> new ProtocolCheckedModel(model, protocol));
        };
        return new Remembering() {
            @Override
            public String name() {
                return memory.name();
            }

            @Override
            public AgentPart part() {
                return part;
            }

            @Override
            public long tokensBeside() {
                return memory.tokensBeside();
            }
        };
    }
}
