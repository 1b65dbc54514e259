package org.commonwatt.model;

/**
 * Why a basket was refused.
 *
 * @param leg the leg it is about, from 1; 0: the basket as a whole
 * @param rejection why
 */
public record LegRefusal(int leg, Rejection rejection) {}
