package org.commonwatt.audit.bundle;

/** Signs a bundle in the name of an engine of the market. */
public interface BundleSigner {

  /** The public key as X.509 has it. */
  byte[] publicKey();

  /** The signature, Ed25519, 64 bytes. */
  byte[] sign(byte[] message);
}
