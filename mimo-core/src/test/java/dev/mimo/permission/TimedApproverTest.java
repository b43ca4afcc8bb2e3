package dev.mimo.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.Environment;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimedApproverTest {

    private final CountDownLatch asked = new CountDownLatch(1);

    /** Time is over as soon as the person was asked. */
    private final Environment impatient = Environment.builder()
            .scheduler((delay, action) -> {
                CompletableFuture<Void> over = CompletableFuture.runAsync(() -> {
                    awaitAsked();
                    action.run();
                });
                return () -> over.cancel(false);
            })
            .build();

    private final Environment environment = Environment.builder().build();
    private final Approver.Request request =
            new Approver.Request(ToolCall.of("1", "bash", Json.object()), List.of(), "why", "text");

    @AfterEach
    void close() {
        environment.close();
        impatient.close();
    }

    @Test
    void silence_means_no_and_the_question_is_taken_back() throws Exception {
        CountDownLatch takenBack = new CountDownLatch(1);
        Approver silent = question -> {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                takenBack.countDown();
            }
            return Approver.Answer.once();
        };

        assertThat(silent.within(Duration.ofMinutes(1), impatient).approve(request))
                .isInstanceOf(Approver.Answer.Deny.class);
        assertThat(takenBack.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void an_answer_in_time_is_the_answer() throws Exception {
        Approver quick = question -> Approver.Answer.forProject();

        assertThat(quick.within(Duration.ofMinutes(1), environment).approve(request))
                .isEqualTo(Approver.Answer.forProject());
    }

    @Test
    void a_failing_person_fails() {
        Approver failing = question -> {
            throw new IllegalArgumentException("broken");
        };

        assertThatThrownBy(
                        () -> failing.within(Duration.ofMinutes(1), environment).approve(request))
                .hasRootCauseMessage("broken");
    }

    private void awaitAsked() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
