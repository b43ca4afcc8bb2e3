package dev.mimo.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Makes a {@link WorkflowMeta} of its literal, and names the place of what is missing or of the wrong type. */
final class MetaReader {

    private final Cursor cursor;

    MetaReader(Cursor cursor) {
        this.cursor = cursor;
    }

    WorkflowMeta read(Literal meta) {
        return new WorkflowMeta(
                required(meta, "meta", "name"),
                required(meta, "meta", "description"),
                text(meta, "meta", "whenToUse"),
                list(meta, "meta", "phases", this::phase),
                text(meta, "meta", "model"),
                list(meta, "meta", "permissions", this::permission),
                (ObjectNode) meta.json());
    }

    private WorkflowMeta.Phase phase(Literal phase, String place) {
        requireObject(phase, place);
        return new WorkflowMeta.Phase(
                required(phase, place, "title"), text(phase, place, "detail"), text(phase, place, "model"));
    }

    private WorkflowMeta.PermissionRequest permission(Literal request, String place) {
        requireObject(request, place);
        return new WorkflowMeta.PermissionRequest(
                required(request, place, "permission"),
                list(request, place, "patterns", this::pattern),
                list(request, place, "always", this::pattern),
                text(request, place, "reason"));
    }

    private String pattern(Literal pattern, String place) {
        if (!pattern.json().isTextual()) {
            throw refuse(pattern, place, "a string");
        }
        return pattern.json().textValue();
    }

    private void requireObject(Literal literal, String place) {
        if (!literal.json().isObject()) {
            throw refuse(literal, place, "an object in braces");
        }
    }

    private String required(Literal object, String place, String field) {
        String value = text(object, place, field);
        Literal given = object.fields().get(field);
        if (value == null || given == null) {
            throw cursor.fault(object.offset(), place + " has no " + field + ": add " + field + ": '…'");
        }
        if (value.isBlank()) {
            throw refuse(given, place + "." + field, "a string that is not blank");
        }
        return value;
    }

    private @Nullable String text(Literal object, String place, String field) {
        Literal value = find(object, field);
        if (value == null) {
            return null;
        }
        if (!value.json().isTextual()) {
            throw refuse(value, place + "." + field, "a string");
        }
        return value.json().textValue();
    }

    private <T> List<T> list(Literal object, String place, String field, BiFunction<Literal, String, T> reader) {
        Literal value = find(object, field);
        List<T> items = new ArrayList<>();
        if (value != null && !value.json().isArray()) {
            throw refuse(value, place + "." + field, "an array");
        }
        for (Literal item : value == null ? List.<Literal>of() : value.items()) {
            items.add(reader.apply(item, place + "." + field + "[" + items.size() + "]"));
        }
        return items;
    }

    /** Null is as good as absent. */
    private static @Nullable Literal find(Literal object, String field) {
        Literal value = object.fields().get(field);
        return value == null || value.json().isNull() ? null : value;
    }

    private WorkflowException refuse(Literal value, String place, String expected) {
        return cursor.fault(value.offset(), place + " must be " + expected);
    }
}
