package dev.mimo.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the shape of a Java type. For one reading, by one thread. */
final class ShapeReader {

    private static final String SUPPORTED = "supported are String, primitives and their boxes, BigDecimal, BigInteger,"
            + " enums, Instant, LocalDate, Duration, List, Set and Map<String, …> of these, records, sealed interfaces of"
            + " records, JsonNode and ObjectNode";

    /** The records being read, to see one that holds itself. */
    private final Deque<Class<?>> open = new ArrayDeque<>();

    ObjectShape record(Class<?> type) {
        return record(type, type.getSimpleName());
    }

    /**
     * A component or a parameter.
     *
     * @param where for messages: {@code Order.lines}
     */
    ObjectShape.Field field(String name, AnnotatedType type, AnnotatedElement element, String where) {
        Doc doc = element.getAnnotation(Doc.class);
        boolean optional = type.isAnnotationPresent(Nullable.class);
        if (optional && type.getType() instanceof Class<?> raw && raw.isPrimitive()) {
            throw new IllegalArgumentException(where + ": a " + raw + " is never absent; use its box with @Nullable");
        }
        return new ObjectShape.Field(
                doc == null || doc.name().isEmpty() ? name : doc.name(),
                doc == null ? "" : doc.value(),
                shape(type, where),
                optional);
    }

    private Shape shape(AnnotatedType annotated, String where) {
        Type type = annotated.getType();
        if (type instanceof Class<?> raw) {
            return shape(raw, where);
        }
        if (type instanceof ParameterizedType generic && annotated instanceof AnnotatedParameterizedType parts) {
            AnnotatedType[] arguments = parts.getAnnotatedActualTypeArguments();
            Object raw = generic.getRawType();
            if (raw == List.class || raw == Collection.class || raw == Set.class) {
                return new ListShape(shape(arguments[0], where), raw == Set.class);
            }
            if (raw == Map.class && arguments[0].getType() == String.class) {
                return new MapShape(shape(arguments[1], where));
            }
            if (raw == Optional.class) {
                throw useNullable(where);
            }
        }
        throw unsupported(type, where);
    }

    private Shape shape(Class<?> type, String where) {
        Class<?> boxed = type.isPrimitive() ? MethodType.methodType(type).wrap().returnType() : type;
        Shape scalar = ScalarShape.of(boxed);
        if (scalar != null) {
            return scalar;
        }
        if (type.isEnum()) {
            return new EnumShape(type);
        }
        if (type == JsonNode.class || type == ObjectNode.class) {
            return new JsonShape(type == ObjectNode.class);
        }
        if (type.isRecord()) {
            return record(type, where);
        }
        if (type.isInterface() && type.isSealed()) {
            return choice(type, where);
        }
        if (type.getName().startsWith(Optional.class.getName())) {
            throw useNullable(where);
        }
        throw unsupported(type, where);
    }

    private ObjectShape record(Class<?> type, String where) {
        if (open.contains(type)) {
            throw new IllegalArgumentException(
                    where + ": " + type.getSimpleName() + " holds itself, and such schemas are not supported");
        }
        open.push(type);
        List<ObjectShape.Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String at = type.getSimpleName() + "." + component.getName();
            String path = open.size() == 1 ? at : where + " → " + at;
            fields.add(field(component.getName(), component.getAnnotatedType(), component, path));
        }
        open.pop();
        Doc doc = type.getAnnotation(Doc.class);
        Constructor<?> constructor = constructor(type);
        return new ObjectShape(doc == null ? "" : doc.value(), fields, (values, at) -> make(constructor, values, at));
    }

    private ChoiceShape choice(Class<?> type, String where) {
        Map<String, ObjectShape> choices = new LinkedHashMap<>();
        for (Class<?> each : type.getPermittedSubclasses()) {
            if (!each.isRecord()) {
                throw new IllegalArgumentException(where + ": of the sealed interface " + type.getSimpleName() + ", "
                        + each.getSimpleName() + " is no record");
            }
            ObjectShape shape = record(each, where);
            if (shape.fields().stream().anyMatch(field -> field.name().equals(ChoiceShape.TAG))) {
                throw new IllegalArgumentException(where + ": " + each.getSimpleName() + "." + ChoiceShape.TAG
                        + " collides with the field that tells the records of " + type.getSimpleName() + " apart");
            }
            Doc doc = each.getAnnotation(Doc.class);
            choices.put(doc == null || doc.name().isEmpty() ? each.getSimpleName() : doc.name(), shape);
        }
        return new ChoiceShape(choices);
    }

    private static Constructor<?> constructor(Class<?> type) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            if (!constructor.trySetAccessible()) {
                throw new IllegalArgumentException(type.getName() + " cannot be made from here; its module "
                        + type.getModule().getName() + " must say: " + opens(type));
            }
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new LinkageError("every record has its canonical constructor: " + type.getName(), e);
        }
    }

    /** The line missing from the module declaration of {@code type}. */
    static String opens(Class<?> type) {
        return "opens " + type.getPackageName() + " to dev.mimo.core;";
    }

    private static Object make(Constructor<?> constructor, @Nullable Object[] values, String at) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                String why = refused.getMessage() == null ? refused.toString() : refused.getMessage();
                throw new InvalidCall((at.isEmpty() ? "the arguments are" : at + " is") + " refused: " + why);
            }
            throw new LinkageError("a constructor failed: " + constructor, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a constructor cannot be called: " + constructor, e);
        }
    }

    private static IllegalArgumentException useNullable(String where) {
        return new IllegalArgumentException(where + ": Optional is not supported; mark the type @Nullable instead");
    }

    private static IllegalArgumentException unsupported(Type type, String where) {
        return new IllegalArgumentException(where + ": " + type.getTypeName() + " is not supported; " + SUPPORTED);
    }
}
