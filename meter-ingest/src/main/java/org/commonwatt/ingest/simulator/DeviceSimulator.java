package org.commonwatt.ingest.simulator;

import com.digitalpetri.modbus.server.ModbusTcpServer;
import com.digitalpetri.modbus.tcp.server.NettyTcpServerTransport;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.commonwatt.ingest.MeterSource;
import org.commonwatt.ingest.modbus.Endpoint;
import org.commonwatt.ingest.simulator.RegisterImage.Device;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Simulated meters behind Modbus TCP servers on the loopback interface. Registers show the profile
 * as of the clock's instant; two simulators with the same meters and clock answer the same.
 */
public final class DeviceSimulator implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DeviceSimulator.class);
  private static final String HOST = "127.0.0.1";

  private final List<ModbusTcpServer> servers = new ArrayList<>();
  private final Map<String, MeterAddress> addresses = new HashMap<>();
  private final SimulatorOptions options;

  private record MeterAddress(Endpoint endpoint, int unit) {}

  private DeviceSimulator(SimulatorOptions options) {
    this.options = options;
  }

  /**
   * Starts the servers.
   *
   * @param options which meters, at which ports
   * @param profiles what their homes consume and generate
   * @param clock whose instant the registers show
   * @throws IOException when a port is taken
   */
  public static DeviceSimulator start(
      SimulatorOptions options, HomeProfiles profiles, InstantSource clock) throws IOException {
    return start(options, profiles, List.of(), clock);
  }

  /**
   * Starts the servers, and one gateway more for plants and stations.
   *
   * @param plants none or some, whose meters have ids of their own; they may be set while they run
   */
  public static DeviceSimulator start(
      SimulatorOptions options,
      HomeProfiles profiles,
      List<SimulatedPlant> plants,
      InstantSource clock)
      throws IOException {
    DeviceSimulator simulator = new DeviceSimulator(options);
    try {
      List<Device> meters =
          options.meters().stream().map(meter -> Device.of(meter, profiles)).toList();
      for (int from = 0; from < meters.size(); from += options.unitsPerPort()) {
        int to = Math.min(from + options.unitsPerPort(), meters.size());
        simulator.startGateway(meters.subList(from, to), clock);
      }
      if (!plants.isEmpty()) {
        simulator.startGateway(plants.stream().map(Device::of).toList(), clock);
      }
      return simulator;
    } catch (IOException | RuntimeException e) {
      simulator.close();
      throw e;
    }
  }

  /**
   * Where each meter answers, in the order of the options.
   *
   * @param ratedPowerW rated power to give each of them, W
   */
  public List<MeterSource> meters(long ratedPowerW) {
    return options.meters().stream().map(meter -> meter(meter.meter(), ratedPowerW)).toList();
  }

  /**
   * Where one meter answers, of a home, a plant or a station.
   *
   * @param id of the meter
   * @param ratedPowerW rated power to give it, W
   */
  public MeterSource meter(String id, long ratedPowerW) {
    MeterAddress address = addresses.get(id);
    if (address == null) {
      throw new IllegalStateException("meter " + id + " was not started");
    }
    return new MeterSource(id, address.endpoint(), address.unit(), ratedPowerW);
  }

  /** Stops the servers; connected clients see their connection close. */
  @Override
  public void close() {
    for (ModbusTcpServer server : servers) {
      try {
        server.stop();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException e) {
        log.warn("A simulated gateway did not stop cleanly", e);
      }
    }
    servers.clear();
  }

  private void startGateway(List<Device> meters, InstantSource clock) throws IOException {
    Map<Integer, RegisterImage> units = new HashMap<>();
    for (int i = 0; i < meters.size(); i++) {
      units.put(i + 1, new RegisterImage(meters.get(i), i + 1));
    }
    int port = options.firstPort() == 0 ? 0 : options.firstPort() + servers.size();
    Endpoint endpoint = bind(port, new SimulatedGateway(units, options.unknownUnit(), clock));
    for (int i = 0; i < meters.size(); i++) {
      addresses.put(meters.get(i).meter().meter(), new MeterAddress(endpoint, i + 1));
    }
  }

  private Endpoint bind(int port, SimulatedGateway gateway) throws IOException {
    CompletableFuture<Integer> bound = new CompletableFuture<>();
    NettyTcpServerTransport transport =
        NettyTcpServerTransport.create(
            config -> {
              config.bindAddress = HOST;
              config.port = port;
              config.bootstrapCustomizer = bootstrap -> bootstrap.handler(new PortListener(bound));
            });
    ModbusTcpServer server = ModbusTcpServer.create(transport, gateway);
    try {
      server.start();
      servers.add(server);
      return new Endpoint(HOST, bound.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while opening port " + port, e);
    } catch (ExecutionException e) {
      throw new IOException("cannot listen at " + HOST + ":" + port + ": is the port taken?", e);
    }
  }

  /** Tells the port that the system gave; the library keeps it to itself. */
  private static final class PortListener extends ChannelInboundHandlerAdapter {
    private final CompletableFuture<Integer> bound;

    PortListener(CompletableFuture<Integer> bound) {
      this.bound = bound;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      bound.complete(((InetSocketAddress) context.channel().localAddress()).getPort());
      context.fireChannelActive();
    }
  }
}
