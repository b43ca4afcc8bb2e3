package dev.mimo.permission;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A person whose silence means no. The question is taken back, by an interrupt, when the time is over. */
final class TimedApprover implements Approver {

    private final Approver person;
    private final Duration limit;
    private final Environment environment;

    TimedApprover(Approver person, Duration limit, Environment environment) {
        if (limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException("the time to answer must be longer than nothing: " + limit);
        }
        this.person = person;
        this.limit = limit;
        this.environment = environment;
    }

    @Override
    public Answer approve(Request request) throws InterruptedException {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        FutureTask<Void> question = new FutureTask<>(() -> {
            try {
                answer.complete(person.approve(request));
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
            return null;
        });
        Cancellation.Registration end = environment
                .scheduler()
                .after(
                        limit,
                        () -> answer.complete(new Answer.Deny("nobody answered within " + limit.toSeconds() + " s")));
        try {
            environment.executor().execute(question);
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the approver failed", e.getCause());
        } finally {
            end.close();
            question.cancel(true);
        }
    }
}
