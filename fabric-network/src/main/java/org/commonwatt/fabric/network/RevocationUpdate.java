package org.commonwatt.fabric.network;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigValue;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;
import org.hyperledger.fabric.protos.msp.MSPConfig;

/**
 * The change of a channel's configuration that puts one more list of revoked certificates into an
 * organisation's MSP. It names what it relies on and what becomes of it, by version, as Fabric
 * wants it.
 */
final class RevocationUpdate {
  private final String mspId;
  private final ConfigGroup root;
  private final ConfigGroup application;
  private final ConfigGroup organisation;

  private RevocationUpdate(String mspId, ConfigGroup root) {
    this.mspId = mspId;
    this.root = root;
    this.application = root.getGroupsOrThrow(ConfigUpdates.APPLICATION);
    this.organisation = application.getGroupsOrThrow(mspId);
  }

  /**
   * Looks at a block of configuration.
   *
   * @throws FabricException when it is none, or has no such organisation
   */
  static RevocationUpdate of(byte[] block, String mspId) {
    ConfigGroup root = ConfigUpdates.root(block);
    try {
      return new RevocationUpdate(mspId, root);
    } catch (IllegalArgumentException e) {
      throw new FabricException(
          "the orderer's answer is no configuration with an organisation " + mspId, e);
    }
  }

  /** The lists of revoked certificates that the organisation has now, each DER. */
  List<byte[]> revocationLists() {
    return msp().getRevocationListList().stream().map(ByteString::toByteArray).toList();
  }

  /** The update with one more list, for an administrator of the organisation to sign. */
  byte[] with(byte[] revocationList) {
    ConfigValue before = organisation.getValuesOrThrow(ConfigUpdates.MSP);
    FabricMSPConfig changed =
        msp().toBuilder().addRevocationList(ByteString.copyFrom(revocationList)).build();
    ConfigValue after =
        before.toBuilder()
            .setVersion(before.getVersion() + 1)
            .setValue(
                MSPConfig.newBuilder().setConfig(changed.toByteString()).build().toByteString())
            .build();
    return ConfigUpdates.envelope(
        path(ConfigUpdates.version(organisation).build()),
        path(ConfigUpdates.version(organisation).putValues(ConfigUpdates.MSP, after).build()));
  }

  private FabricMSPConfig msp() {
    try {
      MSPConfig config =
          MSPConfig.parseFrom(organisation.getValuesOrThrow(ConfigUpdates.MSP).getValue());
      return FabricMSPConfig.parseFrom(config.getConfig());
    } catch (InvalidProtocolBufferException e) {
      throw new FabricException("the configuration of " + mspId + " cannot be read", e);
    }
  }

  /** The groups from the root down to the organisation's, without anything that does not change. */
  private ConfigGroup path(ConfigGroup changed) {
    return ConfigUpdates.version(root)
        .putGroups(
            ConfigUpdates.APPLICATION,
            ConfigUpdates.version(application).putGroups(mspId, changed).build())
        .build();
  }
}
