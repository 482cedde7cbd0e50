// SPDX-License-Identifier: Apache-2.0
// What a client of the package `mqtt` does in a minute's work, over TCP or over WebSocket.
//
//   node mqttjs.js URL HOST PASSWORD
'use strict';
const {Client, pause} = require('./did.js');

const [url, host, password] = process.argv.slice(2);
const webSocket = url.startsWith('ws:');
const old = {protocolVersion: 4, keepalive: 60};
const five = {protocolVersion: 5, keepalive: 60};
const connect = (options) => Client.connect(url, host, options);

async function qualities(version) {
  const listener = await connect({...version, clientId: 'js-listener', username: 'cooler', password});
  await listener.subscribe(['brewery/js/#', 'brewery/+/alarm'], {qos: 2});
  const speaker = await connect({...version, clientId: 'js-speaker'});
  for (const qos of [0, 1, 2]) await speaker.publish('brewery/js/temperature', `{"celsius":${4 + qos}.5}`, {qos});
  await speaker.publish('brewery/js/setpoint', '4.0', {qos: 1, retain: true});
  await listener.until(4);
  await listener.unsubscribe(['brewery/js/#']);
  await speaker.publish('brewery/js/temperature', 'unheard', {qos: 1});
  await speaker.publish('brewery/js/setpoint', '', {qos: 0, retain: true});
  await speaker.disconnect();
  await listener.disconnect();
}

// Many packets in one go, of all three qualities.
async function burst() {
  const listener = await connect({...old, clientId: 'js-listener'});
  await listener.subscribe(['brewery/burst/#'], {qos: 1});
  const speaker = await connect({...old, clientId: 'js-burst'});
  speaker.mqtt.stream.cork?.();
  const done = [];
  for (let n = 0; n < 60; ++n) done.push(speaker.publish(`brewery/burst/${n % 7}`, 'x'.repeat(n), {qos: n % 3}));
  speaker.mqtt.stream.uncork?.();
  await Promise.all(done);
  await listener.until(60);
  await speaker.disconnect();
  await listener.disconnect();
}

async function large() {
  const speaker = await connect({...five, clientId: 'js-large'});
  await speaker.publish('brewery/large', 'l'.repeat(webSocket ? 70000 : 20000), {qos: 1});
  await speaker.disconnect();
}

// Aliases that the client gives by itself, and two that it changes; properties of every kind.
async function aliases() {
  const listener = await connect({...five, clientId: 'js-listener', properties: {topicAliasMaximum: 4, receiveMaximum: 10}});
  await listener.subscribe(['brewery/alias/#'], {qos: 1, nl: true, rap: true, rh: 1, properties: {subscriptionIdentifier: 300}});
  const speaker = await connect({...five, clientId: 'js-alias'});
  const properties = {contentType: 'application/json', responseTopic: 'brewery/answers', correlationData: Buffer.from('7'),
                      userProperties: {line: ['3', '4']}, messageExpiryInterval: 60, payloadFormatIndicator: true};
  await speaker.publish('brewery/alias/one', '{"a":1}', {qos: 1, properties: {...properties, topicAlias: 1}});
  await speaker.publish('brewery/alias/two', '2', {qos: 1, properties: {topicAlias: 2}});
  // The topic is left out on the wire; these lines say what is meant.
  for (const [alias, topic] of [[1, 'brewery/alias/one'], [2, 'brewery/alias/two'], [1, 'brewery/alias/one']]) {
    speaker.did('publish', {topic, qos: 1, retain: false, length: 3, alias});
    await speaker.mqtt.publishAsync('', 'abc', {qos: 1, properties: {topicAlias: alias}});
  }
  await speaker.publish('brewery/alias/three', '3', {qos: 1, properties: {topicAlias: 1}});
  speaker.did('publish', {topic: 'brewery/alias/three', qos: 2, retain: false, length: 1, alias: 1});
  await speaker.mqtt.publishAsync('', 'z', {qos: 2, properties: {topicAlias: 1}});
  await listener.until(7);
  await speaker.disconnect({reasonCode: 4});  // "disconnect with will message", though there is none
  await listener.disconnect();
}

// Wills, a session that is kept, and one that is taken over.
async function sessions(version) {
  const kept = version === five ? {clean: false, properties: {sessionExpiryInterval: 120}} : {clean: false};
  const watcher = await connect({...version, clientId: 'js-watcher'});
  await watcher.subscribe(['brewery/dying/state'], {qos: 1});
  const will = {topic: 'brewery/dying/state', payload: Buffer.from('gone'), qos: 1, retain: false};
  if (version === five) will.properties = {willDelayInterval: 0, contentType: 'text/plain', userProperties: {why: 'test'}};
  const dying = await connect({...version, clientId: 'js-dying', will});
  await dying.vanish();
  await watcher.until(1);

  const first = await connect({...version, clientId: 'js-kept', ...kept});
  await first.subscribe(['brewery/orders'], {qos: 2});
  await first.disconnect();
  await watcher.publish('brewery/orders', 'one', {qos: 2});
  const second = await connect({...version, clientId: 'js-kept', ...kept});
  await second.until(1);
  const third = await connect({...version, clientId: 'js-kept', ...kept});
  await second.closed;
  await watcher.publish('brewery/orders', 'two', {qos: 1});
  await third.until(1);
  await third.disconnect();
  await watcher.disconnect();
}

async function refused(version) {
  await connect({...version, clientId: 'js-refused', username: 'cooler', password: 'dummy-wrong'});
}

async function idle() {
  const client = await connect({...old, keepalive: 1, clientId: 'js-idle'});
  await pause(2600);
  await client.disconnect();
}

async function oldest() {
  const client = await connect({protocolVersion: 3, protocolId: 'MQIsdp', keepalive: 30, clientId: 'js-oldest'});
  await client.subscribe(['brewery/oldest'], {qos: 1});
  await client.publish('brewery/oldest', '1', {qos: 1});
  await client.until(1);
  await client.disconnect();
}

(async () => {
  for (const version of [old, five]) {
    await qualities(version);
    await sessions(version);
    await refused(version);
  }
  await burst();
  await aliases();
  await large();
  await idle();
  await oldest();
})();
