// SPDX-License-Identifier: Apache-2.0
// A foreign device: asks through a broadcast management device, first without being registered.
//
//   node foreign.js HOST BBMD
'use strict';
const {STACKS, tell, pause} = require('./stacks.js');

const [host, bbmd] = process.argv.slice(2);
const client = STACKS['bacnet-js'].make({apduTimeout: 5000});
const did = (action, more) => tell({host, action, ...more});
const receiver = {address: `${bbmd}:47808`};

client.on('iAm', ({payload}) => did('receive', {service: 'i_am', from: bbmd, bvlc: 'forwarded_npdu', device_instance: payload.deviceId,
                                                vendor_id: payload.vendorId}));
client.on('bvlcResult', ({payload}) => did('receive', {bvlc: 'result', from: bbmd, result_code: payload.resultCode}));

function discover() {
  did('send', {service: 'who_is', to: bbmd, bvlc: 'distribute_broadcast_to_network'});
  client.whoIsThroughBBMD(receiver, {});
  return pause(300);
}

(async () => {
  await pause(200);
  await discover();
  did('send', {bvlc: 'register_foreign_device', to: bbmd, ttl: 600});
  await client.registerForeignDevice(receiver, 600);
  await discover();
  client.close();
})();
