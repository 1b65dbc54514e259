/** The rules of disputes, without Fabric's types. */
@NullMarked
package org.commonwatt.chaincode.disputes.rules;

import org.jspecify.annotations.NullMarked;
