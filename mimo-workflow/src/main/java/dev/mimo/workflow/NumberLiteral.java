package dev.mimo.workflow;

import java.math.BigInteger;

/** Reads a JavaScript number without its sign. */
final class NumberLiteral {

    /** Bits of the greatest double. */
    private static final int MOST_BITS = 1024;

    private NumberLiteral() {}

    /** Reads the number that begins here, in any form of the language but those that strict code refuses. */
    static double read(Cursor cursor) {
        int start = cursor.at();
        int mark = cursor.peek() == '0' ? cursor.peek(1) : Cursor.END;
        double value = switch (mark) {
            case 'x', 'X' -> prefixed(cursor, 4);
            case 'o', 'O' -> prefixed(cursor, 3);
            case 'b', 'B' -> prefixed(cursor, 1);
            default -> decimal(cursor);
        };
        int after = cursor.peek();
        if (after == 'n') {
            throw cursor.fault(start, "a big integer is not data: remove the n, or write a string");
        }
        if (Cursor.isWordStart(after) || after == '\\' || Cursor.digit(after, 10) >= 0) {
            throw cursor.fault("a number must not be followed by " + cursor.shown());
        }
        if (Double.isInfinite(value)) {
            throw cursor.fault(start, "a number is too large: write a string");
        }
        return value;
    }

    private static double prefixed(Cursor cursor, int bitsPerDigit) {
        cursor.next();
        cursor.next();
        String digits = digits(cursor, 1 << bitsPerDigit);
        int zeros = 0;
        while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
            zeros++;
        }
        // Not even parsed when it cannot fit: parsing takes time that grows with the square.
        return (digits.length() - zeros - 1L) * bitsPerDigit > MOST_BITS
                ? Double.POSITIVE_INFINITY
                : new BigInteger(digits.substring(zeros), 1 << bitsPerDigit).doubleValue();
    }

    private static double decimal(Cursor cursor) {
        int start = cursor.at();
        StringBuilder number = new StringBuilder();
        if (cursor.peek() != '.') {
            if (cursor.peek() == '0' && (Cursor.digit(cursor.peek(1), 10) >= 0 || cursor.peek(1) == '_')) {
                throw cursor.fault(start, "a number must not begin with 0: remove it, or write 0o for octal digits");
            }
            number.append(digits(cursor, 10));
        }
        if (cursor.take('.')) {
            boolean fraction = Cursor.digit(cursor.peek(), 10) >= 0;
            if (!fraction && number.isEmpty()) {
                throw cursor.fault(start, "a point without digits is no number");
            }
            number.append('.').append(fraction ? digits(cursor, 10) : "0");
        }
        if (cursor.take('e') || cursor.take('E')) {
            number.append('e');
            if (cursor.peek() == '-' || cursor.peek() == '+') {
                number.append((char) cursor.next());
            }
            number.append(digits(cursor, 10));
        }
        return Double.parseDouble(number.toString());
    }

    /** One digit or more; single underscores may stand between two of them. */
    private static String digits(Cursor cursor, int radix) {
        int start = cursor.at();
        StringBuilder digits = new StringBuilder();
        while (true) {
            if (Cursor.digit(cursor.peek(), radix) < 0) {
                throw cursor.fault(start, "a number lacks a digit");
            }
            digits.append((char) cursor.next());
            boolean parted = cursor.take('_');
            if (!parted && Cursor.digit(cursor.peek(), radix) < 0) {
                return digits.toString();
            }
        }
    }
}
