/** Ed25519 keys as files, and signatures of many things at once by the root of a tree. */
@NullMarked
package org.commonwatt.log.sign;

import org.jspecify.annotations.NullMarked;
