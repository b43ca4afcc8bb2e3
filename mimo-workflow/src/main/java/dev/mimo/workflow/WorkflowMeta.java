package dev.mimo.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a script says about itself in its first statement, {@code export const meta = {…}}.
 *
 * @param name what it is called by; never blank
 * @param description what it does; never blank
 * @param whenToUse when a model should choose it; null when not said
 * @param phases the stretches it announces, in order; may be empty
 * @param model that its agents use unless they say otherwise; null when not said
 * @param permissions what it asks to be allowed before it starts; may be empty
 * @param json all of it, fields that have no name here included; not to be changed
 */
public record WorkflowMeta(
        String name,
        String description,
        @Nullable String whenToUse,
        List<Phase> phases,
        @Nullable String model,
        List<PermissionRequest> permissions,
        ObjectNode json) {

    public WorkflowMeta {
        phases = List.copyOf(phases);
        permissions = List.copyOf(permissions);
    }

    /**
     * A titled stretch of a run, for display.
     *
     * @param title never blank
     * @param detail what happens in it; null when not said
     * @param model that its agents use unless they say otherwise; null when not said
     */
    public record Phase(
            String title, @Nullable String detail, @Nullable String model) {}

    /**
     * Something a script wants to be allowed, once, before it starts.
     *
     * @param permission the name of what is asked for; never blank
     * @param patterns what of it; those of {@code always} where the script names none, else {@code *}
     * @param always what of it to allow from then on; may be empty
     * @param reason why; null when not said
     */
    public record PermissionRequest(
            String permission,
            List<String> patterns,
            List<String> always,
            @Nullable String reason) {

        public PermissionRequest {
            always = List.copyOf(always);
            patterns = !patterns.isEmpty() ? List.copyOf(patterns) : always.isEmpty() ? List.of("*") : always;
        }
    }
}
