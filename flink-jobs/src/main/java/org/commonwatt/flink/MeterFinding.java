package org.commonwatt.flink;

import org.commonwatt.flink.vee.Finding;

/**
 * What a check called into question.
 *
 * @param meter id
 * @param finding what
 */
public record MeterFinding(String meter, Finding finding) {}
