/**
 * What is known of batteries: kinds of assets here, their codes and their lives in packages of
 * their own.
 */
@NullMarked
package org.commonwatt.battery;

import org.jspecify.annotations.NullMarked;
