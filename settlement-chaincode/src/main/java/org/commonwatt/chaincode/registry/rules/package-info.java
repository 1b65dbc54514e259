/** The rules of the market registry, without Fabric's types. */
@NullMarked
package org.commonwatt.chaincode.registry.rules;

import org.jspecify.annotations.NullMarked;
