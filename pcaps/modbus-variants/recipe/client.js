// SPDX-License-Identifier: Apache-2.0
// A client of the package `modbus-serial`, over RTU in TCP or over UDP; tells what it asked and what it was answered.
//
//   node client.js rtu|udp SERVER PORT UNIT HOST
'use strict';
const ModbusRTU = require('modbus-serial');

const [way, server, port, unitText, host] = process.argv.slice(2);
const unit = Number(unitText);
const client = new ModbusRTU();
const tell = (action, code, more) => process.stdout.write(JSON.stringify({host, action, unit, function: code, ...more}) + '\n');

async function ask(code, asked, work, values = () => undefined) {
  tell('request', code, asked);
  try {
    const got = values(await work());
    tell('response', code, got && {values: got});
  } catch (error) {
    if (error.modbusCode === undefined) throw error;
    tell('exception', code, {exception_code: error.modbusCode});
  }
}

const bits = (quantity) => (got) => got.data.slice(0, quantity).map(Number);
const words = (got) => got.data;

(async () => {
  // What this package calls "TcpRTUBuffered" has the header of Modbus/TCP; its telnet port is RTU without any telnet.
  if (way === 'rtu') await client.connectTelnet(server, {port: Number(port)});
  else await client.connectUDP(server, {port: Number(port)});
  client.setID(unit);
  client.setTimeout(3000);
  await ask(1, {address: 0, quantity: 16}, () => client.readCoils(0, 16), bits(16));
  await ask(2, {address: 1, quantity: 9}, () => client.readDiscreteInputs(1, 9), bits(9));
  await ask(3, {address: 0, quantity: 10}, () => client.readHoldingRegisters(0, 10), words);
  await ask(4, {address: 5, quantity: 2}, () => client.readInputRegisters(5, 2), words);
  await ask(5, {address: 3, quantity: 1, values: [1]}, () => client.writeCoil(3, true));
  await ask(6, {address: 10, quantity: 1, values: [4242]}, () => client.writeRegister(10, 4242));
  await ask(15, {address: 8, quantity: 3, values: [1, 0, 1]}, () => client.writeCoils(8, [true, false, true]));
  await ask(16, {address: 20, quantity: 3, values: [7, 8, 9]}, () => client.writeRegisters(20, [7, 8, 9]));
  await ask(3, {address: 0, quantity: 100}, () => client.readHoldingRegisters(0, 100), words);
  await ask(3, {address: 99, quantity: 2}, () => client.readHoldingRegisters(99, 2), words);  // beyond the end
  client.close(() => process.exit(0));
})();
