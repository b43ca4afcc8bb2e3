package dev.mimo.permission;

import dev.mimo.tool.Action;

/**
 * A yes that is remembered: this very action, to the letter.
 *
 * @param tool the action's tool
 * @param subject the action's subject, taken literally
 */
public record Grant(String tool, String subject) {

    public static Grant of(Action action) {
        return new Grant(action.tool(), action.subject());
    }
}
