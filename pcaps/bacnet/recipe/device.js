// SPDX-License-Identifier: Apache-2.0
// A BACnet device on top of a stack's own decoders and encoders: objects, COV subscriptions, segmented answers, refusals.
//
//   node device.js STACK INSTANCE
'use strict';
const dgram = require('dgram');
const {EventEmitter} = require('events');
const {ALL, BROADCAST, STACKS} = require('./stacks.js');

const [name, instanceText] = process.argv.slice(2);
const stack = STACKS[name];
const INSTANCE = Number(instanceText);
const VENDOR = 999;
const PORT = 47808;
const T = {NULL: 0, BOOLEAN: 1, UNSIGNED: 2, SIGNED: 3, REAL: 4, TEXT: 7, BITS: 8, ENUMERATED: 9, OBJECT: 12};
const P = {LIST: 76, NAME: 77, TYPE: 79, PRESENT: 85, PRIORITIES: 87, FLAGS: 111, UNITS: 117, VENDOR: 121, IDENTIFIER: 75, LOG: 131,
           DESCRIPTION: 28};
const OBJECT = {INPUT: 0, OUTPUT: 1, VALUE: 2, BINARY_OUTPUT: 4, DEVICE: 8};
const APDU_SIZES = [50, 128, 206, 480, 1024, 1476];
const PDU = {SIMPLE: 0x20, COMPLEX: 0x30, SEGMENT_ACK: 0x40, ERROR: 0x50, REJECT: 0x60, ABORT: 0x70};
const HEADERS = 6;  // BVLC and the shortest NPDU

// A stack that answers knows nothing of segments, so they are made where its answers pass on their way out.
class SegmentingTransport extends EventEmitter {
  open() {
    this.asked = new Map();  // what the one who asked can take, by its invoke id
    this.waiting = new Map();
    this.socket = dgram.createSocket({type: 'udp4', reuseAddr: true});
    this.socket.on('message', (message, from) => this.receive(message, from.address));
    this.socket.bind(PORT, () => this.socket.setBroadcast(true));
    this.room = 1476;
  }

  getBroadcastAddress() { return BROADCAST; }
  getMaxPayload() { return this.room; }
  close() { this.socket.close(); }

  receive(message, address) {
    const type = message[HEADERS] & 0xf0;
    if (message[1] === 0x0a && type === PDU.SEGMENT_ACK)
      return this.waiting.get(message[HEADERS + 1])?.(message[HEADERS + 2]);
    if (message[1] === 0x0a && type === 0)
      this.asked.set(message[HEADERS + 2], {segments: Boolean(message[HEADERS] & 2), size: APDU_SIZES[message[HEADERS + 1] & 0x0f]});
    this.emit('message', message, address);
  }

  send(buffer, length, receiver) {
    const message = Buffer.from(buffer.subarray(0, length));
    const asked = this.asked.get(message[HEADERS + 1]);
    if ((message[HEADERS] & 0xf0) === PDU.COMPLEX && message[1] === 0x0a && asked && length - HEADERS > asked.size)
      return this.sendSegments(message, asked.size, receiver);
    this.put(message, receiver ?? BROADCAST);
  }

  put(message, address) {
    message.writeUInt16BE(message.length, 2);
    this.socket.send(message, PORT, address);
  }

  async sendSegments(message, size, receiver) {
    const [id, service] = [message[HEADERS + 1], message[HEADERS + 2]];
    const data = message.subarray(HEADERS + 3);
    const room = size - 5;
    const window = 2;
    const count = Math.ceil(data.length / room);
    for (let at = 0; at < count; ++at) {
      const last = at === count - 1;
      const header = Buffer.from([0x38 | (last ? 0 : 0x04), id, at & 0xff, window, service]);
      // The first goes alone, then a window at a time (135-2020, 5.3): an answer is due after each.
      const due = at % window === 0 || last;
      const answered = due && new Promise((done) => this.waiting.set(id, done));
      this.put(Buffer.concat([message.subarray(0, HEADERS), header, data.subarray(at * room, (at + 1) * room)]), receiver);
      if (due) await answered;
    }
    this.waiting.delete(id);
  }
}

const real = (value) => [{type: T.REAL, value}];
const text = (value) => [{type: T.TEXT, value}];
const flags = () => [{type: T.BITS, value: {bitsUsed: 4, value: [0]}}];

function analog(type, instance, value) {
  return {[P.IDENTIFIER]: [{type: T.OBJECT, value: {type, instance}}], [P.NAME]: text(`analog ${type}.${instance}`),
          [P.TYPE]: [{type: T.ENUMERATED, value: type}], [P.PRESENT]: real(value), [P.FLAGS]: flags(),
          [P.UNITS]: [{type: T.ENUMERATED, value: 62}], [P.DESCRIPTION]: text('supply air')};
}

const objects = new Map();
const key = ({type, instance}) => `${type}:${instance}`;
objects.set(`8:${INSTANCE}`, {[P.IDENTIFIER]: [{type: T.OBJECT, value: {type: OBJECT.DEVICE, instance: INSTANCE}}],
                              [P.NAME]: text(`ahu ${INSTANCE}`), [P.VENDOR]: text('Made Up Controls')});
for (let n = 1; n <= 100; ++n) objects.set(`0:${n}`, analog(OBJECT.INPUT, n, 20 + n / 4));
for (let n = 1; n <= 3; ++n) objects.set(`2:${n}`, analog(OBJECT.VALUE, n, 21.5));
objects.set('4:1', {...analog(OBJECT.BINARY_OUTPUT, 1, 0), [P.PRESENT]: [{type: T.ENUMERATED, value: 0}]});
const list = [...objects.values()].map((object) => object[P.IDENTIFIER][0]);
objects.get(`8:${INSTANCE}`)[P.LIST] = list;

class Refusal extends Error {
  constructor(kind, ...more) { super(kind); this.kind = kind; this.more = more; }
}

function look(objectId, property) {
  const object = objects.get(key(objectId));
  if (!object) throw new Refusal('error', 1, 31);  // object: unknown object
  if (property.id === P.LOG) throw new Refusal('abort', 9);  // out of resources
  const value = object[property.id];
  if (!value) throw new Refusal('error', 2, 32);  // property: unknown property
  if (property.index === ALL) return value;
  if (property.id !== P.LIST) throw new Refusal('error', 2, 50);  // property is not an array
  if (property.index === 0) return [{type: T.UNSIGNED, value: value.length}];
  if (property.index > value.length) throw new Refusal('error', 2, 42);  // invalid array index
  return [value[property.index - 1]];
}

const transport = new SegmentingTransport();
const server = stack.make({transport, broadcastAddress: BROADCAST});
const subscriptions = [];
let notifications = 200;  // invoke ids of our own, away from those of the stack

function sendRaw(to, control, encode) {
  const buffer = {buffer: Buffer.alloc(1476), offset: 4};
  stack.npdu().encode(buffer, control, to);
  encode(buffer);
  stack.bvlc().encode(buffer.buffer, 0x0a, buffer.offset);
  transport.send(buffer.buffer, buffer.offset, typeof to === 'string' ? to : to.address);
}

function refuse(to, id, service, error) {
  if (!(error instanceof Refusal)) throw error;
  if (error.kind === 'error') return server.errorResponse(to, service, id, ...error.more);
  const type = error.kind === 'reject' ? PDU.REJECT : PDU.ABORT | 1;  // 1: by the server
  sendRaw(to, 0, (buffer) => stack.apdu().encodeAbort(buffer, type, id, ...error.more));
}

// An event of the stack, the number of its service, what is done about it.
function serve(event, service, answer) {
  server.on(event, (content) => {
    const {from, id, asked} = stack.read(content);
    try {
      answer(from, id, asked);
    } catch (error) {
      refuse(from, id, service, error);
    }
  });
}

function notify(subscription) {
  const {to, process, objectId, confirmed} = subscription;
  const values = [P.PRESENT, P.FLAGS].map((id) => ({property: {id, index: 0}, value: look(objectId, {id, index: ALL})}));
  sendRaw(to, confirmed ? 4 : 0, (buffer) => {
    if (confirmed) stack.apdu().encodeConfirmedServiceRequest(buffer, 0, 1, 0x70, 0x05, notifications++, 0, 0);
    else stack.apdu().encodeUnconfirmedServiceRequest(buffer, 0x10, 2);
    stack.covNotify().encode(buffer, process, INSTANCE, objectId, 300, values);
  });
}

function change(objectId, property, value) {
  look(objectId, {id: property.id, index: ALL});
  if (property.id === P.NAME) throw new Refusal('error', 2, 40);  // write access denied
  objects.get(key(objectId))[property.id] = value[0].value === null ? real(21.5) : value;
  subscriptions.filter((s) => key(s.objectId) === key(objectId)).forEach((s) => setTimeout(() => notify(s), 20));
}

serve('whoIs', 8, (from, _, asked) => {
  if ((asked.lowLimit ?? 0) <= INSTANCE && INSTANCE <= (asked.highLimit ?? INSTANCE))
    stack.iAm(server, undefined, INSTANCE, 0, VENDOR);
});
serve('readProperty', 12, (from, id, asked) => {
  const value = look(asked.objectId, asked.property);
  transport.room = 4000;
  server.readPropertyResponse(from, id, asked.objectId, asked.property, value);
  transport.room = 1476;
});
serve('readPropertyMultiple', 14, (from, id, asked) => {
  const one = (objectId, property) => {
    try {
      return look(objectId, property);
    } catch (error) {
      if (error.kind !== 'error') throw error;
      const [errorClass, errorCode] = error.more;
      return [{type: T.NULL, value: {type: 'BacnetError', errorClass, errorCode}}];
    }
  };
  const answer = asked.properties.map(({objectId, properties}) =>
    ({objectId, values: properties.map((property) => ({property, value: one(objectId, property)}))}));
  transport.room = 4000;
  server.readPropertyMultipleResponse(from, id, answer);
  transport.room = 1476;
});
serve('writeProperty', 15, (from, id, asked) => {
  change(asked.objectId, asked.value.property, asked.value.value);
  server.simpleAckResponse(from, 15, id);
});
serve('writePropertyMultiple', 16, (from, id, asked) => {
  asked.values.forEach(({property, value}) => change(asked.objectId, property, value));
  server.simpleAckResponse(from, 16, id);
});
serve(stack.subscribeCov, 5, (from, id, asked) => {
  const objectId = asked.monitoredObjectId;
  look(objectId, {id: P.PRESENT, index: ALL});
  server.simpleAckResponse(from, 5, id);
  const at = subscriptions.findIndex((s) => key(s.objectId) === key(objectId) && s.process === asked.subscriberProcessId);
  if (at >= 0) subscriptions.splice(at, 1);
  if (asked.cancellationRequest) return;
  const made = {to: from, process: asked.subscriberProcessId, objectId, confirmed: asked.issueConfirmedNotifications};
  subscriptions.push(made);
  setTimeout(() => notify(made), 20);  // the first says how things are
});
serve('deviceCommunicationControl', 17, (from, id) => server.simpleAckResponse(from, 17, id));
serve('reinitializeDevice', 20, (from, id) => server.simpleAckResponse(from, 20, id));
serve('deleteObject', 11, () => { throw new Refusal('reject', 9); });  // unrecognized service
serve('readRange', 26, () => { throw new Refusal('abort', 4); });  // segmentation not supported
serve('atomicReadFile', 6, () => { throw new Refusal('error', 5, 5); });  // services: file access denied

process.stderr.write('serving\n');
