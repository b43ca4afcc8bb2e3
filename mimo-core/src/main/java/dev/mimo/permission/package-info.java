/**
 * The one gate: whether a call may run.
 *
 * <p>{@link dev.mimo.permission.Permissions} are rules and a mode; they answer allow, ask or deny. An {@link
 * dev.mimo.permission.Approver} is the person who is asked. {@link dev.mimo.permission.PermissionGate} puts both together and is
 * where every effect passes.
 */
package dev.mimo.permission;
