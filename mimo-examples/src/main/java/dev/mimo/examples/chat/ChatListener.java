package dev.mimo.examples.chat;

import dev.mimo.agent.AgentEvent;
import dev.mimo.agent.AgentListener;
import dev.mimo.agent.TurnEvent;
import dev.mimo.environment.Event;
import dev.mimo.tool.coding.FileChanged;

/** Passes on what a person in the chat does not know already: not their own words, nor a change they have just allowed. */
final class ChatListener implements AgentListener {

    private final AgentListener view;
    private final Person person;

    ChatListener(AgentListener view, Person person) {
        this.view = view;
        this.person = person;
    }

    @Override
    public void onEvent(AgentEvent stamped) {
        Event event = stamped.event();
        boolean known = event instanceof TurnEvent.PermissionAsked
                || event instanceof TurnEvent.PermissionAnswered
                || event instanceof TurnEvent.TurnSteered
                || (event instanceof TurnEvent.ToolCallFinished end
                        && end.tool().equals("ask_user"))
                || (event instanceof FileChanged change && person.hasSeen(change.diff()));
        if (!known) {
            view.onEvent(stamped);
        }
    }
}
