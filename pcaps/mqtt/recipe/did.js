// SPDX-License-Identifier: Apache-2.0
// Clients of the package `mqtt` that tell what they do, one JSON object a line, in the order in which they do it.
'use strict';
const mqtt = require('mqtt');

let connections = 0;
const tell = (line) => process.stdout.write(JSON.stringify(line) + '\n');
const length = (payload) => Buffer.byteLength(payload);
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// `host` and `base` are for the lines only: the address this program runs at, and the number of its first connection.
class Client {
  static async connect(url, host, options, base = 0) {
    const self = new Client();
    const will = options.will && {topic: options.will.topic, qos: options.will.qos, retain: options.will.retain,
                                  length: length(options.will.payload)};
    self.common = {host, client: options.clientId, connection: base + ++connections};
    self.did('connect', {version: options.protocolVersion, clean_start: options.clean ?? true, keep_alive: options.keepalive,
                         ...(options.username && {username: options.username, password: true}), ...(will && {will})});
    self.mqtt = mqtt.connect(url, {reconnectPeriod: 0, ...options});
    self.received = 0;
    self.mqtt.on('message', (topic, payload, packet) => {
      self.received++;
      self.did('receive', {topic, qos: packet.qos, retain: packet.retain, length: payload.length});
    });
    self.mqtt.on('disconnect', (packet) => self.did('disconnected', {reason_code: packet.reasonCode}));
    self.mqtt.on('error', (error) => self.did('error', {code: error.code}));
    self.closed = new Promise((done) => self.mqtt.on('close', done));
    await new Promise((done) => {
      self.mqtt.on('connect', (packet) => {
        self.did('connected', {reason_code: packet.reasonCode ?? packet.returnCode, session_present: packet.sessionPresent});
        done();
      });
      self.mqtt.on('close', done);
    });
    return self;
  }

  did(action, more) { tell({...this.common, action, ...more}); }

  publish(topic, payload, options = {}) {
    const {qos = 0, retain = false} = options;
    this.did('publish', {topic, qos, retain, length: length(payload)});
    return this.mqtt.publishAsync(topic, payload, options);
  }

  subscribe(filters, options) {
    this.did('subscribe', {subscriptions: filters.map((filter) => ({filter, qos: options.qos}))});
    return this.mqtt.subscribeAsync(filters, options);
  }

  unsubscribe(filters) {
    this.did('unsubscribe', {filters});
    return this.mqtt.unsubscribeAsync(filters);
  }

  async until(received) {
    while (this.received < received) await pause(20);
  }

  async disconnect(options = {}) {
    this.did('disconnect', options.reasonCode === undefined ? {} : {reason_code: options.reasonCode});
    await this.mqtt.endAsync(false, options);
  }

  // Without a word: the broker speaks its will.
  async vanish() {
    this.did('kill', {});
    this.mqtt.stream.destroy();
    await this.closed;
  }
}

module.exports = {Client, tell, pause, length};
