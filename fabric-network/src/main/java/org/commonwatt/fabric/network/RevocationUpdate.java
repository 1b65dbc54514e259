package org.commonwatt.fabric.network;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigUpdate;
import org.hyperledger.fabric.protos.common.ConfigUpdateEnvelope;
import org.hyperledger.fabric.protos.common.ConfigValue;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;
import org.hyperledger.fabric.protos.msp.MSPConfig;

/**
 * The change of a channel's configuration that puts one more list of revoked certificates into an
 * organisation's MSP. It names what it relies on and what becomes of it, by version, as Fabric
 * wants it.
 */
final class RevocationUpdate {
  private static final String APPLICATION = "Application";
  private static final String MSP = "MSP";

  private final String mspId;
  private final ConfigGroup root;
  private final ConfigGroup application;
  private final ConfigGroup organisation;

  private RevocationUpdate(String mspId, ConfigGroup root) {
    this.mspId = mspId;
    this.root = root;
    this.application = root.getGroupsOrThrow(APPLICATION);
    this.organisation = application.getGroupsOrThrow(mspId);
  }

  /**
   * Looks at a block of configuration.
   *
   * @throws FabricException when it is none, or has no such organisation
   */
  static RevocationUpdate of(byte[] block, String mspId) {
    try {
      Envelope envelope = Envelope.parseFrom(Block.parseFrom(block).getData().getData(0));
      ByteString data = Payload.parseFrom(envelope.getPayload()).getData();
      return new RevocationUpdate(
          mspId, ConfigEnvelope.parseFrom(data).getConfig().getChannelGroup());
    } catch (InvalidProtocolBufferException | RuntimeException e) {
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
    ConfigValue before = organisation.getValuesOrThrow(MSP);
    FabricMSPConfig changed =
        msp().toBuilder().addRevocationList(ByteString.copyFrom(revocationList)).build();
    ConfigValue after =
        before.toBuilder()
            .setVersion(before.getVersion() + 1)
            .setValue(
                MSPConfig.newBuilder().setConfig(changed.toByteString()).build().toByteString())
            .build();
    ConfigUpdate update =
        ConfigUpdate.newBuilder()
            .setChannelId(FabricNetwork.CHANNEL)
            .setReadSet(path(version(organisation).build()))
            .setWriteSet(path(version(organisation).putValues(MSP, after).build()))
            .build();
    ChannelHeader header =
        ChannelHeader.newBuilder()
            .setType(HeaderType.CONFIG_UPDATE_VALUE)
            .setChannelId(FabricNetwork.CHANNEL)
            .build();
    Payload payload =
        Payload.newBuilder()
            .setHeader(Header.newBuilder().setChannelHeader(header.toByteString()))
            .setData(
                ConfigUpdateEnvelope.newBuilder()
                    .setConfigUpdate(update.toByteString())
                    .build()
                    .toByteString())
            .build();
    return Envelope.newBuilder().setPayload(payload.toByteString()).build().toByteArray();
  }

  private FabricMSPConfig msp() {
    try {
      MSPConfig config = MSPConfig.parseFrom(organisation.getValuesOrThrow(MSP).getValue());
      return FabricMSPConfig.parseFrom(config.getConfig());
    } catch (InvalidProtocolBufferException e) {
      throw new FabricException("the configuration of " + mspId + " cannot be read", e);
    }
  }

  /** The groups from the root down to the organisation's, without anything that does not change. */
  private ConfigGroup path(ConfigGroup changed) {
    return version(root)
        .putGroups(APPLICATION, version(application).putGroups(mspId, changed).build())
        .build();
  }

  private static ConfigGroup.Builder version(ConfigGroup group) {
    return ConfigGroup.newBuilder().setVersion(group.getVersion());
  }
}
