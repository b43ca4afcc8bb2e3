package dev.mimo.examples.recall;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** The language of the world: how a thing is said, how it is taken back, and how it is asked for. */
@SuppressWarnings("ImmutableEnumChecker") // A sentence is a record of texts.
enum Form {
    RUN_BEFORE(
            Kind.RULE,
            "Always run {v} before you touch {k}.",
            "From now on run {v} before you touch {k}, and {o} no more.",
            "What is to be run before you touch {k}?"),
    WORD_FROM(
            Kind.RULE,
            "Never merge into {k} without a word from {v}.",
            "From now on merge into {k} with a word from {v}, and not from {o}.",
            "Whose word is needed to merge into {k}?"),
    RUN_BEFORE_CHINESE(Kind.RULE, "修改 {k} 之前必须运行 {v}。", "修改 {k} 之前改为运行 {v}，不再运行 {o}。", "修改 {k} 之前必须运行什么？"),
    DECIDED(
            Kind.DECISION,
            "decided on {v} as the {t} of {k}.",
            "decided to replace the {t} of {k}: it is {v} now, and {o} no more.",
            "What was decided on as the {t} of {k}?"),
    DECIDED_CHINESE(Kind.DECISION, "{k} 的{t}选用 {v}。", "{k} 的{t}改为选用 {v}，不再选用 {o}。", "{k} 的{t}选用什么？"),
    IS(
            Kind.FACT,
            "The {t} of {k} is {v}.",
            "The {t} of {k} has changed to {v}; it was {o}.",
            "What is the {t} of {k}?"),
    SETTING(Kind.FACT, "config {k} {t} = {v}", "config {k} {t} := {v} (was {o})", "What is the {t} of {k}?"),
    IS_CHINESE(Kind.FACT, "{k} 的{t}是 {v}。", "{k} 的{t}变成 {v}，不再是 {o}。", "{k} 的{t}是多少？");

    private final Kind kind;
    private final Sentence said;
    private final Sentence changed;
    private final Sentence asked;

    Form(Kind kind, String said, String changed, String asked) {
        this.kind = kind;
        this.said = Sentence.of(said);
        this.changed = Sentence.of(changed);
        this.asked = Sentence.of(asked);
    }

    Kind kind() {
        return kind;
    }

    /** Whether it names a trait. */
    boolean hasTrait() {
        return said.words().contains("{t}");
    }

    boolean isChinese() {
        return name().endsWith("CHINESE");
    }

    /** The statement in words. */
    String say(Statement statement) {
        String instead = statement.instead();
        String sentence = instead == null
                ? said.about(statement.subject())
                : changed.about(statement.subject()).replace("{o}", instead);
        return sentence.replace("{v}", statement.value());
    }

    /** The statement in words, in the usual form for its subject. */
    static String tell(Statement statement) {
        Statement.Subject subject = statement.subject();
        boolean chinese = subject.trait().codePoints().anyMatch(Character::isIdeographic);
        Form form = switch (subject.of()) {
            case RULE -> subject.trait().equals(WORD_FROM.purpose()) ? WORD_FROM : RUN_BEFORE;
            case DECISION -> chinese ? DECIDED_CHINESE : DECIDED;
            default -> chinese ? IS_CHINESE : IS;
        };
        return (form == DECIDED ? "We " : "") + form.say(statement);
    }

    /** The question in words. */
    String ask(Statement.Subject subject) {
        return asked.about(subject);
    }

    /** What a text says, in its order. */
    static List<Statement> read(String text) {
        record Place(int at, Statement statement) {}
        List<Place> places = new ArrayList<>();
        for (Form form : values()) {
            for (Sentence sentence : List.of(form.said, form.changed)) {
                if (text.contains(sentence.anchor())) {
                    Matcher found = sentence.pattern().matcher(text);
                    while (found.find()) {
                        places.add(new Place(found.start(), form.statement(found, sentence.equals(form.changed))));
                    }
                }
            }
        }
        places.sort(Comparator.comparingInt(Place::at));
        return places.stream().map(Place::statement).toList();
    }

    /** What a text asks for; null when it asks nothing. */
    static Statement.@Nullable Subject findQuestion(String text) {
        for (Form form : values()) {
            Matcher found = form.asked.pattern().matcher(text);
            if (found.find()) {
                return form.subject(found);
            }
        }
        return null;
    }

    private Statement statement(Matcher found, boolean change) {
        return new Statement(subject(found), found.group("v"), change ? found.group("o") : null);
    }

    private Statement.Subject subject(Matcher found) {
        return new Statement.Subject(kind, hasTrait() ? found.group("t") : purpose(), found.group("k"));
    }

    /** Rules of two sorts may stand for one name. */
    private String purpose() {
        return this == WORD_FROM ? "word" : "run";
    }
}
