package dev.mimo.providers.policy;

import dev.mimo.model.Fields;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What is said of tools, of calls and of pictures.
 *
 * @param idCharacters matches one character that an id of a call may not have; each becomes {@code _}
 * @param strictFalse whether each tool says {@code strict: false}, where leaving it out means true
 * @param schemaFixes what of input schemas the endpoint does not take and is changed before it is sent
 * @param images where pictures may stand
 */
public record ToolRules(Pattern idCharacters, boolean strictFalse, Set<SchemaFix> schemaFixes, Images images) {

    public ToolRules {
        schemaFixes = Set.copyOf(schemaFixes);
    }

    static ToolRules read(Fields fields) {
        Set<SchemaFix> fixes = new TreeSet<>();
        for (String word : Words.list(fields, "schema_fixes")) {
            fixes.add(Words.named(fields, "schema_fixes", word, SchemaFix.class));
        }
        return new ToolRules(
                Pattern.compile(fields.text("id_characters")),
                fields.flag("strict_false"),
                fixes,
                Words.read(fields, "images", Images.class));
    }

    public ToolRules withImages(Images other) {
        return new ToolRules(idCharacters, strictFalse, schemaFixes, other);
    }

    /** Whether the result of a tool may hold images; else they follow in a user message. */
    public boolean resultImages() {
        return images == Images.IN_RESULTS;
    }

    /** Patterns are equal when they are written alike. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ToolRules rules
                && idCharacters.pattern().equals(rules.idCharacters.pattern())
                && strictFalse == rules.strictFalse
                && schemaFixes.equals(rules.schemaFixes)
                && images == rules.images;
    }

    @Override
    public int hashCode() {
        return idCharacters.pattern().hashCode() * 31 + schemaFixes.hashCode();
    }

    /** Where pictures may stand. */
    public enum Images {
        /** Nowhere: a text says that there was one. */
        NEVER,
        /** In messages of the user only. */
        IN_MESSAGES,
        /** In results of tools too. */
        IN_RESULTS
    }

    /** A form of schema that some endpoints refuse. */
    public enum SchemaFix {
        /** {@code anyOf}, {@code oneOf} or {@code allOf} at the root becomes one object with all their properties. */
        ROOT_COMBINATION,
        /** {@code type} beside {@code anyOf} or {@code oneOf} moves into the branches. */
        TYPE_BESIDE_COMBINATION,
        /** An array that does not say of what gets items of any kind. */
        ARRAY_WITHOUT_ITEMS
    }
}
