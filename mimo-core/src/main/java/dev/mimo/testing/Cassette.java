package dev.mimo.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.AtomicFile;
import dev.mimo.environment.Event;
import dev.mimo.environment.Redactor;
import dev.mimo.model.Message;
import dev.mimo.model.MessageFormat;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.ReplyWithdrawn;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import dev.mimo.model.ToolCallDelta;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A model's recorded exchanges in a file that goes to version control, and a model that plays them: a test runs once against
 * a real model and from then on without one.
 *
 * <pre>{@code
 * Model model = Cassette.recordOrReplay(() -> Models.of("openai:gpt-5.2"), Path.of("src/test/cassettes/refund.jsonl"));
 * }</pre>
 *
 * <p>A prompt is answered by the recording of an equal one: system text, messages, tools and options, without what differs
 * from run to run (ids, times, folders below the temporary one); equal prompts are answered in the order of their recording.
 * Deltas and exceptions come again as they came. Secrets are redacted before anything is written; a reply that held one is
 * played without it. Where the variable {@code CI} is set nothing is ever recorded.
 *
 * <p>Safe for use by several threads.
 */
public final class Cassette implements Model {

    /** {@code -Dmimo.cassettes=record} makes {@link #recordOrReplay} record what there is already. */
    public static final String PROPERTY = "mimo.cassettes";

    private final Path file;
    private final @Nullable Model real;
    private final ModelFacts facts;
    private final Map<Integer, CassetteFile.Exchange> exchanges = new TreeMap<>();
    private final BitSet played = new BitSet();
    private int begun;
    private @Nullable Throwable failure;

    private Cassette(Path file, @Nullable Model real, ModelFacts facts) {
        this.file = file;
        this.real = real;
        this.facts = facts;
    }

    /**
     * Asks the real model and writes down what it said; the file is replaced with the first answer.
     *
     * @throws IllegalStateException where {@code CI} is set
     */
    public static Cassette record(Model real, Path file) {
        return record(real, file, System.getenv());
    }

    static Cassette record(Model real, Path file, Map<String, String> variables) {
        requireNoCi(file, variables);
        return new Cassette(file, real, real.facts());
    }

    /**
     * Answers from the file only.
     *
     * @throws dev.mimo.environment.MimoException when it is no cassette, or of an unknown version
     * @throws UncheckedIOException when it cannot be read
     */
    public static Cassette replay(Path file) {
        try {
            CassetteFile.Tape tape = CassetteFile.read(Files.readString(file), file.toString());
            Cassette cassette = new Cassette(file, null, tape.facts());
            tape.exchanges().forEach(exchange -> cassette.exchanges.put(cassette.exchanges.size(), exchange));
            return cassette;
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException(
                    "there is no cassette " + file + ": recordOrReplay makes it where a model can be asked; commit it",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the cassette " + file, e);
        }
    }

    /** Replays the file when it is there, else records it; {@code real} is asked for a model only then. */
    public static Cassette recordOrReplay(Supplier<? extends Model> real, Path file) {
        return recordOrReplay(real, file, System.getenv());
    }

    static Cassette recordOrReplay(Supplier<? extends Model> real, Path file, Map<String, String> variables) {
        boolean anew = "record".equals(System.getProperty(PROPERTY)) && !isCi(variables);
        if (Files.exists(file) && !anew) {
            return replay(file);
        }
        requireNoCi(file, variables);
        return record(real.get(), file, variables);
    }

    /** Whether a real model is asked. */
    public boolean isRecording() {
        return real != null;
    }

    /** Fails when recorded exchanges were not played, or when something went wrong before. */
    public synchronized void assertExhausted() {
        if (failure != null) {
            throw new AssertionError("the cassette failed earlier: " + failure.getMessage(), failure);
        }
        int left = isRecording() ? 0 : exchanges.size() - played.cardinality();
        if (left > 0) {
            throw new AssertionError("of " + file + ", " + left + " of " + exchanges.size()
                    + " recordings were not played; the first is number " + (played.nextClearBit(0) + 1));
        }
    }

    @Override
    public ModelFacts facts() {
        return facts;
    }

    @Override
    public Reply reply(Prompt prompt, ModelCall call) {
        call.cancellation().throwIfCancelled();
        return real == null ? play(prompt, call) : record(real, prompt, call);
    }

    private Reply play(Prompt prompt, ModelCall call) {
        CassetteFile.Exchange exchange = next(prompt);
        Deltas.emit(exchange.deltas(), call);
        if (exchange.error() != null) {
            throw exchange.error();
        }
        return Objects.requireNonNull(exchange.reply());
    }

    private synchronized CassetteFile.Exchange next(Prompt prompt) {
        ObjectNode asked = CanonicalPrompt.of(prompt);
        boolean wasPlayed = false;
        for (Map.Entry<Integer, CassetteFile.Exchange> recorded : exchanges.entrySet()) {
            if (same(recorded.getValue().request(), asked)) {
                if (!played.get(recorded.getKey())) {
                    played.set(recorded.getKey());
                    return recorded.getValue();
                }
                wasPlayed = true;
            }
        }
        AssertionError miss =
                new AssertionError(miss(asked, wasPlayed) + "to record it anew, delete the file or run with -D"
                        + PROPERTY + "=record\n" + Transcripts.render(prompt.messages()));
        failure = failure == null ? miss : failure;
        throw miss;
    }

    private static boolean same(ObjectNode recorded, ObjectNode asked) {
        return JsonDifference.between(recorded, asked).count() == 0;
    }

    private String miss(ObjectNode asked, boolean wasPlayed) {
        String size = file + " with its " + exchanges.size() + " recordings";
        if (wasPlayed) {
            return size + " has answered this prompt as often as it was recorded\n";
        }
        JsonDifference nearest = null;
        int number = 0;
        for (Map.Entry<Integer, CassetteFile.Exchange> recorded : exchanges.entrySet()) {
            JsonDifference difference =
                    JsonDifference.between(recorded.getValue().request(), asked);
            if (nearest == null || difference.count() < nearest.count()) {
                nearest = difference;
                number = recorded.getKey() + 1;
            }
        }
        return nearest == null
                ? size + " cannot answer this prompt\n"
                : size + " cannot answer this prompt; the nearest is number " + number + ", which differs in "
                        + nearest.count() + " values, first at " + nearest.describe("recorded", "asked") + "\n";
    }

    private Reply record(Model model, Prompt prompt, ModelCall call) {
        int number;
        synchronized (this) {
            number = begun++;
        }
        ObjectNode request = CanonicalPrompt.of(prompt);
        List<Event> deltas = new ArrayList<>();
        ModelCall watched = call.withEvents(event -> {
            if (isKept(event)) {
                synchronized (deltas) {
                    deltas.add(event);
                }
            }
            call.events().emit(event);
        });
        String role = call.role().label();
        try {
            Reply reply = model.reply(prompt, watched);
            keep(number, new CassetteFile.Exchange(role, request, clean(deltas, reply), reply, null));
            return reply;
        } catch (ModelException e) {
            keep(number, new CassetteFile.Exchange(role, request, clean(deltas, null), null, e));
            throw e;
        }
    }

    private static boolean isKept(Event event) {
        return event instanceof TextDelta
                || event instanceof ThinkingDelta
                || event instanceof ToolCallDelta
                || event instanceof ReplyWithdrawn;
    }

    /* A secret may come in pieces that look harmless: deltas that hold one together are not kept as they came. */
    private static List<Event> clean(List<Event> deltas, @Nullable Reply reply) {
        List<Event> kept;
        synchronized (deltas) {
            kept = List.copyOf(deltas);
        }
        if (!holdsSecret(kept) && (reply == null || !holdsSecret(MessageFormat.toJson(reply.message())))) {
            return kept;
        }
        return reply == null ? List.of() : Deltas.of(clean(reply.message()));
    }

    private static boolean holdsSecret(ObjectNode json) {
        return !Redactor.standard().redact(json).equals(json);
    }

    private static boolean holdsSecret(List<Event> deltas) {
        StringBuilder text = new StringBuilder();
        StringBuilder thinking = new StringBuilder();
        Map<Integer, StringBuilder> calls = new TreeMap<>();
        for (Event event : deltas) {
            if (event instanceof TextDelta delta) {
                text.append(delta.text());
            } else if (event instanceof ThinkingDelta delta) {
                thinking.append(delta.text());
            } else if (event instanceof ToolCallDelta delta) {
                calls.computeIfAbsent(delta.index(), any -> new StringBuilder()).append(delta.arguments());
            }
        }
        List<String> all = new ArrayList<>(List.of(text.toString(), thinking.toString()));
        calls.values().forEach(arguments -> all.add(arguments.toString()));
        return all.stream().anyMatch(one -> !Redactor.standard().redact(one).equals(one));
    }

    private static Message.Assistant clean(Message.Assistant message) {
        ObjectNode json = Redactor.standard().redact(MessageFormat.toJson(message));
        return (Message.Assistant) MessageFormat.read(json, "message");
    }

    private synchronized void keep(int number, CassetteFile.Exchange exchange) {
        exchanges.put(number, exchange);
        String text = CassetteFile.write(new CassetteFile.Tape(facts, List.copyOf(exchanges.values())));
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8), false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the cassette " + file, e);
        }
    }

    private static void requireNoCi(Path file, Map<String, String> variables) {
        if (isCi(variables)) {
            throw new IllegalStateException("nothing is recorded in CI (the variable CI is set), and " + file
                    + " is not there to be replayed: record it on a machine of your own and commit it");
        }
    }

    private static boolean isCi(Map<String, String> variables) {
        String ci = variables.getOrDefault("CI", "");
        return !ci.isBlank() && !ci.equalsIgnoreCase("false") && !ci.equals("0");
    }
}
