// SPDX-License-Identifier: Apache-2.0
// An edge node of the package `sparkplug-client`: births, data by name and by alias, commands obeyed. It dies when it is killed.
//
//   node sparkplug-edge.js URL HOST PASSWORD
'use strict';
const sparkplug = require('sparkplug-client');
const {tell, pause} = require('./did.js');

const [serverUrl, host, password] = process.argv.slice(2);
const where = {groupId: 'brewery', edgeNode: 'edge-1'};
const keepalive = 5;
const clientId = 'edge-1';
const common = {host, client: clientId, connection: 1};
const did = (action, more) => tell({...common, action, ...more});

const edge = sparkplug.newClient({serverUrl, ...where, clientId, username: 'cooler', password, version: 'spBv1.0', keepalive,
                                  publishDeath: true, mqttOptions: {reconnectPeriod: 0}});
did('connect', {version: 4, clean_start: true, keep_alive: keepalive, username: 'cooler', password: true,
                will: {topic: 'spBv1.0/brewery/NDEATH/edge-1', qos: 0, retain: false, length: edge.mqttOptions.will.payload.length}});

// What the library sends is told as it goes out: its lengths aren't known before.
edge.client.on('packetsend', (packet) => {
  if (packet.cmd === 'publish')
    did('publish', {topic: packet.topic, qos: packet.qos, retain: packet.retain, length: packet.payload.length});
  if (packet.cmd === 'subscribe')
    did('subscribe', {subscriptions: packet.subscriptions.map((s) => ({filter: s.topic, qos: s.qos}))});
});

const known = new Set(['Int32', 'UInt64', 'Float', 'Double', 'Boolean', 'Int16', 'UInt32']);
function said(type, device, metrics, more) {
  const brief = metrics.map(({name, alias, type: datatype, value}) => ({
    ...(name !== undefined && {name}), ...(alias !== undefined && {alias}), datatype,
    ...(known.has(datatype) && {value: typeof value === 'boolean' ? value : Number(value)})}));
  did('sparkplug', {message_type: type, group: where.groupId, edge_node: where.edgeNode, ...(device && {device}), metrics: brief, ...more});
}

const now = () => Date.now();
// The library adds what is missing to what it is given.
function node(type, metrics, options) {
  said(type, undefined, metrics, options);
  const payload = {timestamp: now(), metrics: [...metrics]};
  if (type === 'NBIRTH') edge.publishNodeBirth(payload, options);
  else edge.publishNodeData(payload, options);
}

function device(type, name, metrics, options) {
  said(type, name, metrics, options);
  const payload = {timestamp: now(), metrics: [...metrics]};
  if (type === 'DBIRTH') edge.publishDeviceBirth(name, payload, options);
  else if (type === 'DDEATH') edge.publishDeviceDeath(name, payload);
  else edge.publishDeviceData(name, payload, options);
}

function birth() {
  node('NBIRTH', [
    {name: 'Node Control/Rebirth', type: 'Boolean', value: false},
    {name: 'Properties/Firmware', type: 'String', value: '2.4.1'},
    {name: 'Load', alias: 1, type: 'Float', value: 0.25},
    {name: 'Uptime', alias: 2, type: 'UInt64', value: 3600},
  ]);
  device('DBIRTH', 'kettle', [
    {name: 'Temperature', alias: 10, type: 'Double', value: 63.5, properties: {engUnit: {type: 'String', value: 'degC'}}},
    {name: 'Setpoint', alias: 11, type: 'Int32', value: 64},
    {name: 'Heater', alias: 12, type: 'Boolean', value: true},
    {name: 'Trend', alias: 13, type: 'DataSet', value: {numOfColumns: 2, types: ['UInt32', 'Float'], columns: ['minute', 'degC'],
                                                        rows: [[1, 62.5], [2, 63]]}},
    {name: 'Started', alias: 14, type: 'DateTime', value: new Date(1700000000000)},
  ]);
  device('DBIRTH', 'pump', [{name: 'Speed', alias: 20, type: 'Int16', value: 1450}]);
}

async function work() {
  birth();
  await pause(200);
  node('NDATA', [{name: 'Load', type: 'Float', value: 0.5}]);
  for (const value of [63.75, 64, 64.5]) {
    device('DDATA', 'kettle', [{alias: 10, type: 'Double', value}]);
    await pause(50);
  }
  device('DDATA', 'kettle', [{name: 'Temperature', alias: 10, type: 'Double', value: 64.25}, {alias: 12, type: 'Boolean', value: false}]);
  device('DDATA', 'kettle', [{name: 'Temperature', alias: 10, type: 'Double', value: 65}], {compress: true});
}

edge.on('birth', work);
edge.on('dcmd', (name, payload) => {
  did('sparkplug_received', {message_type: 'DCMD', device: name, metrics: payload.metrics.map((m) => m.name)});
  device('DDATA', name, [{alias: 11, type: 'Int32', value: payload.metrics[0].value}]);
});
edge.on('ncmd', async (payload) => {
  did('sparkplug_received', {message_type: 'NCMD', metrics: payload.metrics.map((m) => m.name)});
  birth();
  await pause(100);
  device('DDEATH', 'pump', []);
  await pause(200);
  process.stderr.write('ready to die\n');
});
