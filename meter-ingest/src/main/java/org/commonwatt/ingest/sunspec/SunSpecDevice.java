package org.commonwatt.ingest.sunspec;

/**
 * A device whose SunSpec map was walked.
 *
 * @param manufacturer from model 1
 * @param model the manufacturer's name of the device, from model 1
 * @param serial serial number, from model 1
 * @param meterAddress address of the first register (the model id) of model 203
 */
public record SunSpecDevice(String manufacturer, String model, String serial, int meterAddress) {}
