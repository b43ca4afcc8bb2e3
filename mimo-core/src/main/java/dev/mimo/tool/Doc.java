package dev.mimo.tool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes a record, a component or a parameter to the model. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.PARAMETER, ElementType.FIELD})
public @interface Doc {

    /** What it is for; empty when only the name is given. */
    String value() default "";

    /** What the model calls it where Java cannot: a component named {@code new}, say. Its own name when left out. */
    String name() default "";
}
