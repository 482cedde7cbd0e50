// SPDX-License-Identifier: Apache-2.0
// What a building management system does with a BACnet device, told line by line; numbers are those of the standard.
//
//   node client.js STACK HOST DEVICE
'use strict';
const {ALL, NO_PRIORITY, BROADCAST, STACKS, tell, pause} = require('./stacks.js');

const [name, host, device] = process.argv.slice(2);
const stack = STACKS[name];
const INSTANCE = 1203;
const TYPE = {INPUT: 0, VALUE: 2, BINARY_OUTPUT: 4, DEVICE: 8, FILE: 10, TREND: 20};
const PROPERTY = {LIST: 76, NAME: 77, PRESENT: 85, FLAGS: 111, UNITS: 117, VENDOR: 121, LOG: 131, DESCRIPTION: 28};
const TAG = {NULL: 0, REAL: 4, TEXT: 7, ENUMERATED: 9};
const SERVICES = {readProperty: 'read_property', writeProperty: 'write_property', readPropertyMultiple: 'read_property_multiple',
                  writePropertyMultiple: 'write_property_multiple', deviceCommunicationControl: 'device_communication_control',
                  reinitializeDevice: 'reinitialize_device', deleteObject: 'delete_object', readRange: 'read_range',
                  readFile: 'atomic_read_file', subscribeCov: 'subscribe_cov', subscribeCOV: 'subscribe_cov'};
const SMALL = {maxApdu: 1};  // 128 octets

const did = (action, more) => tell({host, action, ...more});
const client = stack.make({broadcastAddress: BROADCAST, apduTimeout: 5000});
const to = stack.to(device);

// A value as it is told: object ids in numbers.
function plain(value) {
  const inner = value?.value;
  return inner?.instance === undefined ? inner : {type_code: inner.type, instance: inner.instance};
}
const object = (type, instance, property, more) => ({type_code: type, instance, ...(property !== undefined && {property_code: property}), ...more});

// Failures of a stack are texts; their numbers are what was on the wire.
function failure(error) {
  const found = /Class:(\d+) - Code:(\d+)/.exec(error.message);
  if (found) return {outcome: 'error', error_class_code: Number(found[1]), error_code_code: Number(found[2])};
  const aborted = /BacnetAbort - Reason:(\d+)/.exec(error.message);
  if (aborted) return {outcome: 'refused', reason_code: Number(aborted[1])};  // a reject is an abort to these stacks
  throw error;
}

async function ask(method, objects, parameters, result = () => ({outcome: 'simple_ack'})) {
  const service = SERVICES[method];
  did('request', {service, to: device, objects});
  let outcome;
  try {
    outcome = result(await stack.call(client, method, to, ...parameters));
  } catch (error) {
    outcome = failure(error);
  }
  did('result', {service, from: device, ...outcome});
}

const readResult = (got) => ({outcome: 'complex_ack', objects: [object(
  got.objectId.type, got.objectId.instance, got.property.id,
  {...(got.property.index !== ALL && {index: got.property.index}),
   value: got.values.length === 1 ? plain(got.values[0]) : got.values.map(plain)})]});

const read = (type, instance, property, options = {}) => ask(
  'readProperty', [object(type, instance, property, options.arrayIndex !== undefined && {index: options.arrayIndex})],
  [{type, instance}, property, options], readResult);

const write = (type, instance, property, tag, value, priority) => ask(
  'writeProperty', [object(type, instance, property, {...(priority && {priority}), value})],
  [{type, instance}, property, [{type: tag, value}], {priority: priority ?? NO_PRIORITY}]);

function readMany(wanted, options = {}) {
  const flat = wanted.flatMap(([type, instance, ids]) => ids.map((id) => object(type, instance, id)));
  const request = wanted.map(([type, instance, ids]) =>
    ({objectId: {type, instance}, properties: ids.map((id) => ({id, index: ALL}))}));
  return ask('readPropertyMultiple', flat, [request, options], (got) => ({
    outcome: 'complex_ack',
    objects: got.values.flatMap(({objectId, values}) => values.map(({id, value}) => {
      const bad = value[0]?.value?.type === 'BacnetError' || value[0]?.type === 105;
      return object(objectId.type, objectId.instance, id,
                    bad ? {error_class_code: value[0].value.errorClass, error_code_code: value[0].value.errorCode} : {value: plain(value[0])});
    }))}));
}

function writeMany(type, instance, changes) {
  const values = changes.map(([id, tag, value, priority]) => ({property: {id, index: ALL}, value: [{type: tag, value}], priority: priority ?? NO_PRIORITY}));
  return ask('writePropertyMultiple', changes.map(([id, , value, priority]) => object(type, instance, id, {...(priority && {priority}), value})),
             [[{objectId: {type, instance}, values}], {}]);
}

function subscribe(type, instance, process, confirmed, cancel = false) {
  return ask(stack.subscribeCov, [object(type, instance)], [{type, instance}, process, cancel, confirmed, 300, {}]);
}

function notified(service) {
  return (event) => {
    const {from, id, asked} = stack.read(event);
    did('receive', {service, from: device, process_id: asked.subscriberProcessId, device_instance: asked.initiatingDeviceId.instance,
                    objects: asked.values.map((value) => object(asked.monitoredObjectId.type, asked.monitoredObjectId.instance,
                                                                value.property.id, value.property.id === PROPERTY.PRESENT ? {value: plain(value.value[0])} : {}))});
    if (service === 'confirmed_cov_notification') {
      client.simpleAckResponse(from, 1, id);
      did('send', {service, to: device, apdu: 'simple_ack'});
    }
  };
}

function listen() {
  client.on('iAm', (event) => {
    const found = stack.read(event).asked ?? event;
    did('receive', {service: 'i_am', from: device, device_instance: found.deviceId, vendor_id: found.vendorId});
  });
  client.on('covNotifyUnconfirmed', notified('unconfirmed_cov_notification'));
  client.on('covNotify', notified('confirmed_cov_notification'));
}

async function discover() {
  did('send', {service: 'who_is', to: BROADCAST});
  stack.whoIs(client, {});
  await pause(300);
  did('send', {service: 'who_is', to: BROADCAST, low_limit: 1200, high_limit: 1210});
  stack.whoIs(client, {lowLimit: 1200, highLimit: 1210});
  await pause(300);
  const when = new Date(2026, 4, 1, 12, 30, 15);
  did('send', {service: 'time_synchronization', to: device});
  client.timeSync(to, when);
  did('send', {service: 'utc_time_synchronization', to: device});
  client.timeSyncUTC(to, when);
}

async function properties() {
  await read(TYPE.DEVICE, INSTANCE, PROPERTY.NAME);
  await read(TYPE.DEVICE, INSTANCE, PROPERTY.VENDOR);
  await read(TYPE.VALUE, 1, PROPERTY.PRESENT);
  await read(TYPE.BINARY_OUTPUT, 1, PROPERTY.PRESENT);
  await read(TYPE.DEVICE, INSTANCE, PROPERTY.LIST, {arrayIndex: 3});
  await read(TYPE.DEVICE, INSTANCE, PROPERTY.LIST);  // in one piece
  await read(TYPE.DEVICE, INSTANCE, PROPERTY.LIST, SMALL);  // in segments
  for (const priority of [8, 16]) await write(TYPE.VALUE, 1, PROPERTY.PRESENT, TAG.REAL, 20 + priority / 4, priority);
  await write(TYPE.VALUE, 2, PROPERTY.PRESENT, TAG.REAL, 19.5);
  await write(TYPE.VALUE, 1, PROPERTY.PRESENT, TAG.NULL, null, 8);  // gives the point back
  await write(TYPE.BINARY_OUTPUT, 1, PROPERTY.PRESENT, TAG.ENUMERATED, 1, 9);
  await readMany([[TYPE.INPUT, 1, [PROPERTY.PRESENT, PROPERTY.UNITS]], [TYPE.VALUE, 2, [PROPERTY.PRESENT, PROPERTY.NAME, PROPERTY.LOG - 1]],
                  [TYPE.INPUT, 999, [PROPERTY.PRESENT]]]);
  await readMany([...Array(20).keys()].map((n) => [TYPE.INPUT, n + 1, [PROPERTY.PRESENT, PROPERTY.DESCRIPTION]]), SMALL);
  await writeMany(TYPE.VALUE, 3, [[PROPERTY.PRESENT, TAG.REAL, 22.25, 10], [PROPERTY.DESCRIPTION, TAG.TEXT, 'return air']]);
}

async function refusals() {
  await read(TYPE.INPUT, 999, PROPERTY.PRESENT);
  await read(TYPE.VALUE, 1, PROPERTY.LOG - 1);
  await read(TYPE.DEVICE, INSTANCE, PROPERTY.LIST, {arrayIndex: 5000});
  await write(TYPE.VALUE, 1, PROPERTY.NAME, TAG.TEXT, 'mine');
  await read(TYPE.TREND, 1, PROPERTY.LOG);
  await read(TYPE.VALUE, 1, PROPERTY.LOG);  // aborted
  await ask('deleteObject', [object(TYPE.VALUE, 2)], [{type: TYPE.VALUE, instance: 2}, {}]);  // rejected
  await ask('readRange', [object(TYPE.TREND, 1, PROPERTY.LOG)], [{type: TYPE.TREND, instance: 1}, 1, 10, {}]);  // aborted
  await ask('readFile', [object(TYPE.FILE, 1)], [{type: TYPE.FILE, instance: 1}, 0, 100, {}]);
}

async function changes() {
  await subscribe(TYPE.VALUE, 1, 17, false);
  await subscribe(TYPE.VALUE, 2, 18, true);
  await pause(200);
  await write(TYPE.VALUE, 1, PROPERTY.PRESENT, TAG.REAL, 23.75, 16);
  await pause(200);
  await write(TYPE.VALUE, 2, PROPERTY.PRESENT, TAG.REAL, 18.25, 16);
  await pause(200);
  await subscribe(TYPE.VALUE, 1, 17, false, true);
  await subscribe(TYPE.INPUT, 999, 19, false);  // an error
}

async function control() {
  await ask('deviceCommunicationControl', [], [1, 1, {password: 'dummy-password'}]);
  await ask('deviceCommunicationControl', [], [1, 0, {password: 'dummy-password'}]);
  await ask('reinitializeDevice', [], [1, {password: 'dummy-password'}]);
}

(async () => {
  listen();
  await pause(200);
  await discover();
  await properties();
  await refusals();
  await changes();
  await control();
  await pause(300);
  client.close();
})();
