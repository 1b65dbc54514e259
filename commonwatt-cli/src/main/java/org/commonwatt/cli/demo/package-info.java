/**
 * The demo: a conductor that owns simulated time, bidding agents for the homes, and the summary of
 * what happened. Used by the demo command.
 */
@NullMarked
package org.commonwatt.cli.demo;

import org.jspecify.annotations.NullMarked;
