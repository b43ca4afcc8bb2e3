package dev.mimo.examples.recall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.AgentPart;
import dev.mimo.model.Message;
import dev.mimo.testing.PromptProtocol;
import dev.mimo.testing.ProtocolCheckedModel;
import java.util.List;
import org.junit.jupiter.api.Test;

class BaselinesTest {

    private static final int WINDOW = 32_000;
    private static final World WORLD = new World(new World.Size(3, 160, 2, 1_000));

    @Test
    void who_sees_everything_knows_everything() {
        Recalled recalled = run(Baselines.wholeHistory(), PromptProtocol.strict());

        assertThat(recalled.misses()).isEmpty();
        for (Kind kind : Kind.values()) {
            assertThat(recalled.score().right(kind)).as(kind.plural()).isEqualTo(1);
            assertThat(recalled.score().count(kind, Score.Verdict.SEARCH)).isZero();
        }
    }

    @Test
    void a_sliding_window_forgets_what_slid_out() {
        Recalled recalled = run(Baselines.slidingWindow(ReaderModel.budget(WINDOW)), PromptProtocol.shape());

        assertThat(recalled.score().right(Kind.FACT)).isBetween(0.01, 0.6);
        assertThat(recalled.misses()).isNotEmpty();
    }

    @Test
    void a_summary_keeps_some_and_is_made_again_and_again() {
        Recalled recalled = run(
                Baselines.oneShotSummary(ReaderModel.budget(WINDOW), new Attention(3, 0.9)), PromptProtocol.strict());

        assertThat(recalled.window().rebuilds()).isGreaterThan(2);
        assertThat(recalled.score().right(Kind.FACT)).isBetween(0.05, 0.99);
        assertThat(recalled.tokens().beside()).isPositive();
    }

    @Test
    void a_summary_has_at_most_two_thousand_tokens() {
        Summariser summariser = new Summariser(new Attention(1, 1));
        List<String> told = WORLD.planted().stream()
                .flatMap(item -> item.tellings().stream())
                .map(telling -> Form.tell(telling.statement()))
                .toList();

        String summary = "";
        for (int i = 0; i < 5; i++) {
            summary = summariser.summarise(List.of(
                    Message.user(String.join(" ", told)),
                    Message.user(new World(new World.Size(i, 400, 1, 1_000))
                            .planted().stream()
                                    .map(item -> Form.tell(item.last().statement()))
                                    .toList()
                                    .toString())));
        }

        assertThat(PromptSize.of(summary)).isBetween(1_500L, 2_000L);
    }

    /** With every prompt checked against what providers demand. */
    private static Recalled run(Remembering memory, PromptProtocol protocol) {
        AgentPart checking = parts -> {
            memory.part().install(parts);
            parts.decorate(model -> new ProtocolCheckedModel(model, protocol));
        };
        return new RecallRun(WORLD, new WorldClock(), new Checked(memory, checking), (name, steps, rebuilds) -> {})
                .run(WINDOW);
    }

    private record Checked(Remembering memory, AgentPart part) implements Remembering {
        @Override
        public String name() {
            return memory.name();
        }

        @Override
        public boolean isUnlimited() {
            return memory.isUnlimited();
        }

        @Override
        public long tokensBeside() {
            return memory.tokensBeside();
        }
    }
}
