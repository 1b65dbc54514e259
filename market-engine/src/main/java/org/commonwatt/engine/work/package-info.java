/**
 * How the parts of the service get to work: each is cut into steps, which a thread of its own takes
 * in production and a scheduler on a virtual clock takes in a simulation.
 *
 * <p>For the parts of {@code org.commonwatt.engine} and for whoever puts them together.
 */
@NullMarked
package org.commonwatt.engine.work;

import org.jspecify.annotations.NullMarked;
