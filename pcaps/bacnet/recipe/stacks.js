// SPDX-License-Identifier: Apache-2.0
// Two BACnet stacks under one interface, of promises: `bacstack` and `@bacnet-js/client`.
'use strict';

const ALL = 0xffffffff;  // no array index
const NO_PRIORITY = 0;
const BROADCAST = '10.20.3.255';
const tell = (line) => process.stdout.write(JSON.stringify(line) + '\n');
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// How what a stack's event holds is found: who asked, under which number, what.
const STACKS = {
  'bacstack': {
    make: (options) => new (require('bacstack'))(options),
    apdu: () => require('bacstack/lib/apdu'),
    npdu: () => require('bacstack/lib/npdu'),
    bvlc: () => require('bacstack/lib/bvlc'),
    covNotify: () => require('bacstack/lib/services').covNotify,
    read: (event) => ({from: event.address, id: event.invokeId, asked: event.request ?? event}),
    to: (ip) => ip,
    everyone: BROADCAST,
    // Callbacks last.
    call: (client, method, ...more) => new Promise((done, failed) =>
      client[method](...more, (error, result) => error ? failed(error) : done(result))),
    subscribeCov: 'subscribeCOV',
    iAm: (client, _, ...more) => client.iAmResponse(...more),
    whoIs: (client, options) => client.whoIs(options),
  },
  'bacnet-js': {
    make: (options) => new (require('@bacnet-js/client').default)(options),
    apdu: () => require('@bacnet-js/client/dist/lib/apdu'),
    npdu: () => require('@bacnet-js/client/dist/lib/npdu'),
    bvlc: () => require('@bacnet-js/client/dist/lib/bvlc'),
    covNotify: () => require('@bacnet-js/client/dist/lib/services').CovNotify,
    read: (event) => ({from: event.header.sender, id: event.invokeId, asked: event.payload}),
    to: (ip) => ({address: ip}),
    everyone: undefined,
    call: (client, method, ...more) => client[method](...more),
    subscribeCov: 'subscribeCov',
    iAm: (client, to, ...more) => client.iAmResponse(to, ...more),
    whoIs: (client, options) => client.whoIs(undefined, options),
  },
};

module.exports = {ALL, NO_PRIORITY, BROADCAST, STACKS, tell, pause};
