package dev.mimo.testing.server;

import dev.mimo.model.Model;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which answer a request gets: by the first rule that it meets, else the next in order, else by the model. */
final class Script {

    private final @Nullable Model model;
    private final List<Rule> rules = new ArrayList<>();
    private final Deque<WireAnswer> answers = new ArrayDeque<>();
    private final Deque<WireFault> faults = new ArrayDeque<>();

    Script(@Nullable Model model) {
        this.model = model;
    }

    private record Rule(Predicate<RecordedRequest> which, Function<RecordedRequest, WireAnswer> answer) {}

    synchronized void add(Predicate<RecordedRequest> which, Function<RecordedRequest, WireAnswer> answer) {
        rules.add(new Rule(which, answer));
    }

    synchronized void add(Collection<WireAnswer> coming) {
        answers.addAll(coming);
    }

    synchronized void addFaults(Collection<WireFault> coming) {
        faults.addAll(coming);
    }

    synchronized WireFault nextFault() {
        WireFault next = faults.poll();
        return next == null ? WireFault.none() : next;
    }

    /** Null when the script is over. */
    @Nullable
    WireAnswer next(RecordedRequest request) {
        List<Rule> candidates;
        synchronized (this) {
            candidates = List.copyOf(rules);
        }
        for (Rule rule : candidates) {
            if (rule.which().test(request)) {
                return rule.answer().apply(request);
            }
        }
        synchronized (this) {
            WireAnswer answer = answers.poll();
            return answer != null || model == null ? answer : WireAnswer.by(model);
        }
    }

    /** How many answers in order and faults are still to come. */
    synchronized int left() {
        return answers.size() + faults.size();
    }
}
