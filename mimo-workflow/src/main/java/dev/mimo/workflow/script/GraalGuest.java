package dev.mimo.workflow.script;

import dev.mimo.model.Cut;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/** A script in a context of its own. */
final class GraalGuest implements Guest {

    private static final Source PRELUDE = resource("prelude.js");
    private static final Source SANDBOX = resource("sandbox.js");
    private static final Source BOUNDS = resource("bounds.js");
    private static final Source LOCALE = resource("locale.js");
    private static final Source WEB = resource("web.js");

    /** A script that may use big integers, whose operators nothing can stop; all others do without. */
    private static final Pattern BIG = Pattern.compile("\\b\\d\\w*n\\b|Big(Int|Uint)");

    /** A message or a stack is for people; they read no more. */
    private static final int MOST_SHOWN = 16_384;

    private final GraalGuests guests;
    private final GuestScript script;
    private final GuestLimits limits;
    private final Context context;

    /** Touched by the scripts' thread only. */
    private final List<Request> requests = new ArrayList<>();

    private Turn.@Nullable End end;
    private @Nullable Value deliver;

    GraalGuest(GraalGuests guests, Engine engine, GuestScript script, GuestLimits limits) {
        this.guests = guests;
        this.script = script;
        this.limits = limits;
        this.context = ContextOptions.context(
                engine, limits.statements(), BIG.matcher(script.body()).find());
    }

    private static Source resource(String file) {
        try (InputStream in = GraalGuest.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing from the module");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Source.newBuilder("js", text, "mimo:" + file).internal(true).buildLiteral();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** No line break before the body: lines are the script's own. */
    static Source source(String name, String body) {
        return Source.newBuilder("js", "(async function () {" + body + "\n})", name)
                .buildLiteral();
    }

    @Override
    public Turn start() {
        return guests.turn(() -> turn(() -> {
            Value bridge = context.eval(PRELUDE)
                    .execute(
                            (ProxyExecutable) this::request,
                            script.scope(),
                            script.args(),
                            script.budget() == null ? null : (double) script.budget(),
                            limits.items());
            context.eval(SANDBOX).executeVoid((int) (script.seed() >>> 32), (int) script.seed());
            for (Source more : List.of(BOUNDS, LOCALE, WEB)) {
                context.eval(more).executeVoid();
            }
            Value begin = bridge.getMember("begin");
            deliver = bridge.getMember("deliver");
            begin.executeVoid(context.eval(source(script.name(), script.body())));
        }));
    }

    @Override
    public Turn answer(Answer answer) {
        return guests.turn(() -> turn(() -> {
            Value to = deliver;
            if (to == null) {
                throw new IllegalStateException("a script is answered after it was started");
            }
            to.executeVoid(
                    (double) answer.id(), answer.json(), answer.error(), (double) answer.spent(), answer.exhausted());
        }));
    }

    /**
     * Called by the script. It must not throw: that would reach the script as an object of the host.
     *
     * @return what is wrong with the request; null when nothing is
     */
    private @Nullable Object request(Value... values) {
        String op = values[0].asString();
        String path = values[1].asString();
        String json = values[2].isNull() ? null : values[2].asString();
        if (op.equals("returned")) {
            end = returned(json);
            return null;
        }
        if (op.equals("threw")) {
            String stack = shown(values[3].asString());
            end = new Turn.Threw(new ScriptFault(shown(path), line(stack, script.name()), stack));
            return null;
        }
        return said(new Request(values[3].asLong(), op, path, json == null ? "null" : json));
    }

    private static String shown(String text) {
        return text.length() <= MOST_SHOWN ? text : text.substring(0, Cut.at(text, MOST_SHOWN)) + " …";
    }

    private Turn.End returned(@Nullable String json) {
        String fault = json == null ? null : guests.spoken().resultFault(json.length());
        return fault == null ? new Turn.Returned(json) : new Turn.Threw(new ScriptFault("RangeError: " + fault, 0, ""));
    }

    private @Nullable String said(Request request) {
        Spoken spoken = guests.spoken();
        String text = request.op().equals("log") ? spoken.line(request.json()) : request.json();
        if (text == null) {
            return null;
        }
        String fault = spoken.fault(request.op(), text.length());
        if (fault != null) {
            return fault;
        }
        String excess = spoken.excess(text.length());
        if (excess == null) {
            requests.add(new Request(request.id(), request.op(), request.path(), text));
        } else {
            requests.clear();
            guests.stop(excess);
        }
        return null;
    }

    private Turn turn(Runnable step) {
        context.resetLimits();
        try {
            step.run();
        } catch (PolyglotException e) {
            if (!e.isSyntaxError()) {
                cancel();
                throw stopped(e);
            }
            end = new Turn.Threw(fault(e, script.name()));
        }
        GuestStopped stopped = guests.stopped();
        if (stopped != null) {
            throw stopped;
        }
        Turn turn = new Turn(List.copyOf(requests), end);
        requests.clear();
        return turn;
    }

    private GuestStopped stopped(PolyglotException e) {
        GuestStopped reason = guests.stopped();
        if (reason != null) {
            return reason.line() > 0 ? reason : new GuestStopped(reason.reason(), lineOf(e));
        }
        return new GuestStopped(
                e.isResourceExhausted() ? exhausted(e) : "the script failed: " + e.getMessage(), lineOf(e));
    }

    private String exhausted(PolyglotException e) {
        return e.getMessage() != null && e.getMessage().contains("tatement")
                ? "the script executed more than " + limits.statements() + " statements without waiting"
                : "the script ran out of memory or stack";
    }

    private int lineOf(PolyglotException e) {
        SourceSection where = e.getSourceLocation();
        if (where != null && where.getSource().getName().equals(script.name())) {
            return where.getStartLine();
        }
        for (PolyglotException.StackFrame frame : e.getPolyglotStackTrace()) {
            SourceSection at = frame.getSourceLocation();
            if (at != null && at.getSource().getName().equals(script.name())) {
                return at.getStartLine();
            }
        }
        return 0;
    }

    static ScriptFault fault(PolyglotException e, String name) {
        SourceSection where = e.getSourceLocation();
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        String first = end < 0 ? message : message.substring(0, end);
        String plain = first.replaceFirst("^(SyntaxError: )?" + Pattern.quote(name) + ":\\d+:\\d+ ", "SyntaxError: ");
        return new ScriptFault(
                plain, where == null ? 0 : where.getStartLine(), end < 0 ? "" : message.substring(end + 1));
    }

    private static int line(String stack, String name) {
        Matcher place = Pattern.compile(Pattern.quote(name) + ":(\\d+)").matcher(stack);
        return place.find() ? Integer.parseInt(place.group(1)) : 0;
    }

    /** Ends what runs in it; by any thread. */
    void cancel() {
        Thread killer = new Thread(() -> context.close(true), "mimo-script-stop");
        killer.setDaemon(true);
        killer.start();
    }

    @Override
    public void close() {
        guests.forget(this);
        cancel();
    }
}
