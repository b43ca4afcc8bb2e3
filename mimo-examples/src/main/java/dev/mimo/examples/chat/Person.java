package dev.mimo.examples.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.examples.terminal.Printable;
import dev.mimo.examples.terminal.Style;
import dev.mimo.examples.terminal.Terminal;
import dev.mimo.model.Json;
import dev.mimo.permission.Approver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The person at the keyboard, as the agent's approver: one question at a time, whoever asks. */
final class Person implements Approver {

    private final Voice voice;
    private final Floor floor;
    private final ReentrantLock one = new ReentrantLock(true);
    private final Set<String> shown = ConcurrentHashMap.newKeySet();
    private final Object said = new Object();
    private @Nullable String line;
    private boolean open;

    Person(Voice voice, Floor floor) {
        this.voice = voice;
        this.floor = floor;
    }

    /** Takes a line that was typed while a question was open, and waits until it was understood; false when none is open. */
    boolean hear(String text) throws InterruptedException {
        synchronized (said) {
            line = text;
            said.notifyAll();
            while (open && line != null) {
                said.wait();
            }
            boolean heard = line == null;
            line = null;
            return heard;
        }
    }

    /** Whether the person saw this change before it was made; asked once. */
    boolean hasSeen(String diff) {
        return shown.remove(changes(diff));
    }

    @Override
    public Answer approve(Request request) throws InterruptedException {
        one.lockInterruptibly();
        try {
            Choices choices = new Choices(request);
            show(request, choices);
            synchronized (said) {
                line = null;
                open = true;
            }
            floor.asking(true);
            return answer(choices);
        } finally {
            close();
            one.unlock();
        }
    }

    private Answer answer(Choices choices) throws InterruptedException {
        synchronized (said) {
            while (true) {
                while (line == null) {
                    said.wait();
                }
                Answer answer = choices.find(line);
                voice.hint("  " + (answer == null ? choices.offered() : words(answer)));
                if (answer != null) {
                    close();
                    return answer;
                }
                line = null;
                said.notifyAll();
            }
        }
    }

    private void close() {
        synchronized (said) {
            if (open) {
                floor.asking(false);
            }
            open = false;
            line = null;
            said.notifyAll();
        }
    }

    private void show(Request request, Choices choices) {
        String diff = choices.isQuestion() ? "" : ChangePreview.of(request);
        if (!diff.isEmpty()) {
            shown.add(changes(diff));
        }
        Terminal terminal = voice.terminal();
        voice.together(() -> {
            terminal.line();
            if (choices.isQuestion()) {
                terminal.line(Style.YELLOW, "? " + request.text());
            } else {
                showCall(terminal, request, diff);
            }
            terminal.line(Style.DIM, "  " + choices.offered());
        });
    }

    /** A command as it is written, a change as what it does; else the words of the gate. Nothing of the call is left out. */
    private void showCall(Terminal terminal, Request request, String diff) {
        ObjectNode rest = request.call().arguments().deepCopy();
        String command = rest.path("command").asText();
        String why = "  (" + request.reason() + ")";
        if (request.call().name().equals("bash") && !command.isEmpty()) {
            rest.remove("command");
            terminal.line(Style.YELLOW, "? bash" + (rest.isEmpty() ? "" : " " + Json.write(rest)) + why);
            Printable.text(command).lines().forEach(line -> terminal.out().println("    " + line));
        } else if (!diff.isEmpty()) {
            terminal.line(
                    Style.YELLOW,
                    "? " + request.call().name() + " " + rest.path("path").asText() + why);
            terminal.diff("  ", diff);
        } else {
            terminal.line(Style.YELLOW, "? " + request.text());
        }
    }

    private static String words(Answer answer) {
        if (answer instanceof Answer.Allow allow) {
            return switch (allow.scope()) {
                case ONCE -> "allowed, this time";
                case SESSION -> "allowed for this session";
                case PROJECT -> "allowed for this project";
            };
        }
        return answer instanceof Answer.Deny deny
                ? "denied: " + deny.message()
                : "answered: " + ((Answer.Reply) answer).text();
    }

    private static String changes(String diff) {
        return String.join(
                "\n",
                diff.lines()
                        .filter(line -> line.matches("(?s)[+-](?!(--|\\+\\+) ).*"))
                        .toList());
    }
}
