package org.commonwatt.core.coupled;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.commonwatt.model.Side;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedAuction.Area;
import org.commonwatt.model.StatedAuction.Figures;
import org.commonwatt.model.StatedSlots;
import org.commonwatt.model.StatedSlots.Portion;

/** A case of several slots and its result in the words of those who judge it. */
final class StatedBlocks {
  private StatedBlocks() {}

  static StatedSlots of(MultiSlotResult result) {
    MultiSlotCase input = result.input();
    List<StatedAuction> slots = new ArrayList<>();
    for (int s = 0; s < input.slotIds().size(); s++) {
      slots.add(slot(result, s));
    }
    Set<String> rejected =
        result.paradoxicallyRejected().stream().map(input::blockId).collect(Collectors.toSet());
    StatedAuction.Totals totals =
        new StatedAuction.Totals(
            result.isCleared(),
            result.welfareNano(),
            result.feeNano(),
            result.congestionRentNano(),
            BigInteger.ZERO,
            rejected);
    return new StatedSlots(
        slots,
        IntStream.range(0, input.blockCount()).mapToObj(b -> block(result, b)).toList(),
        totals);
  }

  private static StatedAuction slot(MultiSlotResult result, int slot) {
    StatedAuction alone = StatedResult.of(result.slot(slot));
    List<Area> areas = new ArrayList<>();
    for (int a = 0; a < alone.areas().size(); a++) {
      Area area = alone.areas().get(a);
      Figures simple = area.stated();
      areas.add(
          new Area(
              area.id(),
              area.kind(),
              area.fixedPriceMicroPerKwh(),
              new Figures(
                  simple.priceMicroPerKwh(),
                  simple.lowestMicroPerKwh(),
                  simple.highestMicroPerKwh(),
                  simple.buyWh() + result.blocksBuyWh(slot, a),
                  simple.sellWh() + result.blocksSellWh(slot, a),
                  simple.netExportWh())));
    }
    return new StatedAuction(
        alone.rules(), areas, alone.links(), alone.orders(), StatedAuction.Totals.NONE);
  }

  private static StatedSlots.Block block(MultiSlotResult result, int number) {
    MultiSlotCase input = result.input();
    Block block = input.blocks[input.place[number]];
    List<Portion> portions = new ArrayList<>();
    for (int s = 0; s < block.slots.length; s++) {
      long whole = block.units * block.unitWh[s];
      portions.add(new Portion(block.slots[s], whole, result.blockFillWh(number, s)));
    }
    String parent = block.parent == Block.NONE ? null : input.blocks[block.parent].id;
    String group = block.group == Block.NONE ? null : "group " + block.group;
    int ratio = block.ofOneSlot ? 0 : block.minRatioPpm;
    long min = block.ofOneSlot ? block.leastUnits : 0;
    return new StatedSlots.Block(
        block.id,
        input.areaOf(block),
        block.isBuy() ? Side.BUY : Side.SELL,
        block.price,
        portions,
        new StatedSlots.Terms(ratio, min, parent, group, block.owner),
        result.isLeftOut(number),
        block.time);
  }
}
