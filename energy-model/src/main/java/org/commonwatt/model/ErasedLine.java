package org.commonwatt.model;

/**
 * A bill line whose key was erased: what is left of it.
 *
 * @param index its place among all lines of the batch, from 0
 * @param participant whose bill
 * @param seal whose key sealed it, and the hash of its leaf
 */
public record ErasedLine(int index, String participant, BillLine.Seal seal) {}
