/** Models of providers, by name or by address: {@link dev.mimo.providers.Models} is the door. */
package dev.mimo.providers;
