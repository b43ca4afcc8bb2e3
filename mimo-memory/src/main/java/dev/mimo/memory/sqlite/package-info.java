/** The one SQLite file behind memory: its connections, its tables, and what is kept in them. */
package dev.mimo.memory.sqlite;
