package org.commonwatt.log.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.util.Arrays;
import java.util.List;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.log.codec.proto.SettlementProto;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BustCause;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.DispatchCall;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageLimit;
import org.commonwatt.model.TimeInForce;
import org.junit.jupiter.api.Test;

/** Codes of enums are part of the stored bytes: new ones come behind, none changes. */
class EnumCodesTest {

  @Test
  void codesAreWhatTheyAlwaysWere() {
    assertThat(codes(ModelProto.Side.getDescriptor(), "SIDE_")).containsExactly("BUY=1", "SELL=2");
    assertThat(codes(ModelProto.Quality.getDescriptor(), "QUALITY_"))
        .containsExactly("ACTUAL=1", "ESTIMATED=2", "SUBSTITUTED=3", "FINAL=4", "NULL=5");
    assertThat(codes(ModelProto.Rulebook.MarketData.getDescriptor(), "MARKET_DATA_"))
        .containsExactly("BOOK=1", "TRADES=2", "AUCTIONS=3");
    assertThat(codes(ModelProto.SlotPhase.getDescriptor(), "SLOT_PHASE_"))
        .containsExactly(
            "OPEN=1",
            "CLEARED=2",
            "DELIVERY=3",
            "METERING=4",
            "SETTLED=5",
            "RECORDED=6",
            "CONTINUOUS=7",
            "CLOSED=8");
    assertThat(codes(ModelProto.RejectionCode.getDescriptor(), "REJECTION_CODE_"))
        .startsWith(
            "MALFORMED=1",
            "MARKET_NOT_READY=2",
            "UNKNOWN_PARTICIPANT=3",
            "UNKNOWN_AREA=4",
            "SLOT_MISALIGNED=5",
            "ENERGY_NOT_POSITIVE=6",
            "ENERGY_TOO_LARGE=7",
            "PRICE_OUT_OF_RANGE=8",
            "CLIENT_ORDER_ID_REUSED=9",
            "SLOT_NOT_OPEN=10",
            "SLOT_CLOSED=11",
            "UNKNOWN_ORDER=12",
            "ORDER_NOT_OPEN=13",
            "UNKNOWN_METER=14",
            "REGISTER_DECREASED=15",
            "READING_CONFLICT=16",
            "READING_DUPLICATE=17",
            "READING_LATE=18",
            "READING_FUTURE=19",
            "VALUE_OUT_OF_RANGE=20",
            "POSITION_NOT_NEWER=21",
            "SLOT_SETTLED=22",
            "UNKNOWN_BATCH=23",
            "RULEBOOK_OUT_OF_ORDER=24",
            "SLOT_VOLUME_TOO_LARGE=25",
            "QUALIFIERS_CONFLICT=26",
            "PRICE_OFF_TICK=27",
            "NOT_IN_THIS_PHASE=28",
            "EXPIRY_PAST=29",
            "PRODUCT_HALTED=30",
            "POST_ONLY_WOULD_TRADE=31",
            "BOOK_FULL=32");
    assertThat(codes(ModelProto.TimeInForce.getDescriptor(), "TIME_IN_FORCE_"))
        .containsExactly(
            "GOOD_TILL_CANCEL=1",
            "GOOD_TILL_DATE=2",
            "IMMEDIATE_OR_CANCEL=3",
            "FILL_OR_KILL=4",
            "GOOD_TILL_AUCTION=5");
    assertThat(codes(ModelProto.SelfTradeMode.getDescriptor(), "SELF_TRADE_MODE_"))
        .containsExactly("CANCEL_NEWEST=1", "CANCEL_OLDEST=2", "DECREMENT_AND_CANCEL=3");
    assertThat(codes(EventProto.CancelReason.getDescriptor(), "CANCEL_REASON_"))
        .containsExactly(
            "BY_OWNER=1",
            "MASS_CANCEL=2",
            "UNFILLED=3",
            "SELF_TRADE=4",
            "HALTED=5",
            "EXPIRED=6",
            "GATE_CLOSED=7",
            "TRADE_LIMIT=8",
            "NOT_RENEWED=9",
            "HANDED_OVER=10",
            "ACCOUNT_FROZEN=11");
    assertThat(codes(ModelProto.AccountState.getDescriptor(), "ACCOUNT_STATE_"))
        .containsExactly("REQUESTED=1", "ACTIVE=2", "FROZEN=3", "REFUSED=4");
    assertThat(codes(ModelProto.MissedGate.getDescriptor(), "MISSED_GATE_"))
        .containsExactly("LATE_AUCTION=1", "NO_TRADE=2", "PREVIOUS_SCHEDULE=3");
    assertThat(codes(EventProto.BustCause.getDescriptor(), "BUST_CAUSE_"))
        .containsExactly("ERRONEOUS=1", "AUCTION_CANCELLED=2");
    assertThat(codes(ModelProto.RejectionCode.getDescriptor(), "REJECTION_CODE_"))
        .contains(
            "NOT_OPERATOR=51",
            "NO_AUCTION=52",
            "UNKNOWN_TRADE=53",
            "DEADLINE_PAST=54",
            "TRADE_WITH_LINK=55",
            "LINK_OVERLOADED=56",
            "UNKNOWN_LINK=57",
            "MARKET_FULL=61",
            "SLOT_FULL=62",
            "OWN_ORDERS_FULL=63",
            "NOT_DECIDER=71",
            "UNKNOWN_DISPUTE=72",
            "UNKNOWN_BILL_LINE=73",
            "LINE_DISPUTED=74",
            "DISPUTE_CLOSED=75",
            "DISPUTES_FULL=76",
            "NOT_REGISTRAR=81",
            "ACCOUNT_NOT_ACTIVE=82",
            "UNKNOWN_METER_POINT=83",
            "METER_POINT_EXISTS=84",
            "ACCOUNT_EXISTS=85",
            "REGISTRATIONS_FULL=86",
            "DEPOSIT_PENDING=87",
            "NO_DEPOSIT=88",
            "SIGNATURE_INVALID=91",
            "NOT_IMPORTER=101",
            "PRICE_NOT_NEWER=102",
            "PRICE_NOT_SIGNED=103",
            "PRICE_SIGNATURE_WRONG=104",
            "NOT_FILLED_AT_ONCE=111",
            "SOURCE_NOT_REGISTERED=121",
            "UNKNOWN_SIGNING_KEY=131",
            "CONTRACT_EXISTS=132",
            "CONTRACT_NOT_SIGNED=133",
            "UNKNOWN_STORAGE_UNIT=141",
            "UNKNOWN_COMMITMENT=142",
            "COMMITMENT_EXISTS=143",
            "STATE_NOT_NEWER=144",
            "STORAGE_NOT_FEASIBLE=145",
            "STORAGE_HELD=160",
            "UNKNOWN_NEGOTIATION=151",
            "NEGOTIATION_EXISTS=152",
            "NEGOTIATION_ENDED=153",
            "PROPOSAL_EXPIRED=154",
            "NOT_YOUR_TURN=155",
            "PROPOSAL_CHANGED=156",
            "TOO_MANY_ROUNDS=157",
            "UNKNOWN_CALL=158",
            "CALL_EXISTS=159",
            "CALL_ENDED=162",
            "NOT_CALLED=161",
            "NO_STORAGE_WINDOW=170",
            "STORAGE_WINDOW_NOT_OPEN=171",
            "STORAGE_WINDOW_CLOSED=172",
            "UNKNOWN_STORAGE_OFFER=173",
            "UNKNOWN_STORAGE_BID=174",
            "STORAGE_BID_EXISTS=175",
            "OWN_STORAGE_UNIT=176",
            "LEASE_POWER=177",
            "LEASE_TOO_FULL=178",
            "LEASE_TOO_EMPTY=179",
            "LEASE_TOO_MANY_CYCLES=180",
            "PROVENANCE_NOT_ACCEPTED=185");
    assertThat(codes(EventProto.CallAnswer.getDescriptor(), "CALL_ANSWER_"))
        .containsExactly("ACCEPTED=1", "REFUSED=2", "TIMED_OUT=3", "NOT_FEASIBLE=4");
    assertThat(codes(EventProto.CallEnd.getDescriptor(), "CALL_END_"))
        .containsExactly("FILLED=1", "EXHAUSTED=2", "CANCELLED=3");
    assertThat(codes(ModelProto.StorageCommitmentKind.getDescriptor(), "STORAGE_COMMITMENT_KIND_"))
        .containsExactly("CHARGE_SERVICE=1", "RELEASE=2", "FIRM_SCHEDULE=3", "LEASE=4");
    assertThat(codes(ModelProto.StorageLimit.getDescriptor(), "STORAGE_LIMIT_"))
        .containsExactly(
            "OUTSIDE_HORIZON=1",
            "CHARGE_POWER=2",
            "DISCHARGE_POWER=3",
            "NOT_BACKED=4",
            "TOO_FULL=5",
            "TOO_EMPTY=6",
            "TOO_MANY_CYCLES=7",
            "NOT_PROVED=8");
    assertThat(codes(ModelProto.EnergySource.getDescriptor(), "ENERGY_SOURCE_"))
        .containsExactly("SOLAR=1", "WIND=2", "HYDRO=3", "MARINE=4", "GEOTHERMAL=5", "BIOMASS=6");
    assertThat(codes(ModelProto.Rulebook.CurtailmentOrder.getDescriptor(), "CURTAILMENT_ORDER_"))
        .containsExactly("CONTINUOUS_FIRST=1", "AUCTION_FIRST=2");
    assertThat(codes(ModelProto.Rulebook.FeeMode.getDescriptor(), "FEE_MODE_"))
        .containsExactly("ON_TOP=1", "FROM_BID=2");
  }

  @Test
  void aBillLineHasTheSameCodeOnTheLogAsInItsLeaf() {
    assertThat(codes(SettlementProto.BillLineKind.getDescriptor(), "BILL_LINE_KIND_"))
        .containsExactlyElementsOf(
            Arrays.stream(BillLine.Kind.values())
                .map(kind -> kind.name() + "=" + kind.code())
                .toList());
  }

  @Test
  void everyConstantHasACodeAndEveryCodeAConstant() {
    assertPaired(Side.values(), ModelProto.Side.getDescriptor(), "SIDE_");
    assertPaired(Quality.values(), ModelProto.Quality.getDescriptor(), "QUALITY_");
    assertPaired(SlotPhase.values(), ModelProto.SlotPhase.getDescriptor(), "SLOT_PHASE_");
    assertPaired(
        RejectionCode.values(), ModelProto.RejectionCode.getDescriptor(), "REJECTION_CODE_");
    assertPaired(TimeInForce.values(), ModelProto.TimeInForce.getDescriptor(), "TIME_IN_FORCE_");
    assertPaired(
        SelfTradeMode.values(), ModelProto.SelfTradeMode.getDescriptor(), "SELF_TRADE_MODE_");
    assertPaired(CancelReason.values(), EventProto.CancelReason.getDescriptor(), "CANCEL_REASON_");
    assertPaired(MissedGate.values(), ModelProto.MissedGate.getDescriptor(), "MISSED_GATE_");
    assertPaired(BustCause.values(), EventProto.BustCause.getDescriptor(), "BUST_CAUSE_");
    assertPaired(
        Curtailment.Order.values(),
        ModelProto.Rulebook.CurtailmentOrder.getDescriptor(),
        "CURTAILMENT_ORDER_");
    assertPaired(FeeMode.values(), ModelProto.Rulebook.FeeMode.getDescriptor(), "FEE_MODE_");
    assertPaired(
        StorageCommitment.Kind.values(),
        ModelProto.StorageCommitmentKind.getDescriptor(),
        "STORAGE_COMMITMENT_KIND_");
    assertPaired(
        DispatchCall.Answer.values(), EventProto.CallAnswer.getDescriptor(), "CALL_ANSWER_");
    assertPaired(DispatchCall.End.values(), EventProto.CallEnd.getDescriptor(), "CALL_END_");
    assertPaired(StorageLimit.values(), ModelProto.StorageLimit.getDescriptor(), "STORAGE_LIMIT_");
  }

  private static void assertPaired(Enum<?>[] model, EnumDescriptor proto, String prefix) {
    assertThat(codes(proto, prefix).stream().map(code -> code.split("=")[0]))
        .containsExactlyInAnyOrderElementsOf(Arrays.stream(model).map(Enum::name).toList());
  }

  /** Names without their prefix, and numbers, without the one for "unspecified". */
  private static List<String> codes(EnumDescriptor type, String prefix) {
    assertThat(type.findValueByNumber(0).getName()).isEqualTo(prefix + "UNSPECIFIED");
    return type.getValues().stream()
        .filter(value -> value.getNumber() != 0)
        .map((EnumValueDescriptor value) -> nameOf(value, prefix) + "=" + value.getNumber())
        .toList();
  }

  private static String nameOf(EnumValueDescriptor value, String prefix) {
    assertThat(value.getName()).startsWith(prefix);
    return value.getName().substring(prefix.length());
  }
}
