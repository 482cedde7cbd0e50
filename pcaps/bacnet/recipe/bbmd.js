// SPDX-License-Identifier: Apache-2.0
// A broadcast management device: takes foreign devices, passes their Who-Is on and the answers back.
//
//   node bbmd.js
'use strict';
const {BROADCAST, STACKS} = require('./stacks.js');

const bbmd = STACKS['bacnet-js'].make({broadcastAddress: BROADCAST});
const foreign = new Set();
const DISTRIBUTE = 0x09;

bbmd.on('registerForeignDevice', ({header}) => {
  foreign.add(header.sender.address);
  bbmd.resultResponse(header.sender, 0);
});
bbmd.on('whoIs', ({header, payload}) => {
  const from = header.sender.address;
  if (header.func !== DISTRIBUTE) return;
  if (!foreign.has(from)) return bbmd.resultResponse(header.sender, 0x60);  // distribute-broadcast-to-network refused
  bbmd.whoIs({address: BROADCAST, forwardedFrom: `${from}:47808`}, payload);
});
bbmd.on('iAm', ({header, payload}) => {
  for (const address of foreign)
    bbmd.iAmResponse({address, forwardedFrom: `${header.sender.address}:47808`}, payload.deviceId, payload.segmentation, payload.vendorId);
});
process.stderr.write('serving\n');
