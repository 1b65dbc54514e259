/**
 * A Hyperledger Fabric network of three organisations on one machine, made of Fabric's own commands
 * and one chaincode JVM per endorsing organisation. For the command line, tests and benchmarks; a
 * consortium runs its own: {@code docs/operations/fabric.md}.
 */
@NullMarked
package org.commonwatt.fabric.network;

import org.jspecify.annotations.NullMarked;
