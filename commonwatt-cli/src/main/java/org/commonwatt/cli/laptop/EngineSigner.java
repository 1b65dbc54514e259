package org.commonwatt.cli.laptop;

import org.commonwatt.audit.bundle.BundleSigner;
import org.commonwatt.engine.receipt.EngineKey;

/**
 * Signs bundles and tree heads as an engine.
 *
 * @param key the engine's key
 */
public record EngineSigner(EngineKey key) implements BundleSigner {
  @Override
  public byte[] publicKey() {
    return key.publicKey();
  }

  @Override
  public byte[] sign(byte[] message) {
    return key.sign(message);
  }
}
