package org.commonwatt.battery.duty;

import org.commonwatt.battery.life.Operation;
import org.commonwatt.battery.life.Role;

/**
 * Something that has to be reported in time.
 *
 * @param id its name in the data file
 * @param role whose duty it is
 * @param operation of what
 * @param workingDays within how many working days behind the day of the event
 * @param source {@code C} when it was read in the text, {@code S} when a secondary source says so
 */
public record Duty(String id, Role role, Operation operation, int workingDays, String source) {}
