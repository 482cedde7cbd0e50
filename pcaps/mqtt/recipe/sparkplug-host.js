// SPDX-License-Identifier: Apache-2.0
// A primary host application: says that it is there, listens to all, sends a command to a device and one to its node.
//
//   node sparkplug-host.js URL HOST
'use strict';
const {get} = require('sparkplug-payload');
const {Client} = require('./did.js');

const payloads = get('spBv1.0');
const [url, host] = process.argv.slice(2);

function command(topic, type, device, metric) {
  return async (client) => {
    client.did('sparkplug', {message_type: type, group: 'brewery', edge_node: 'edge-1', ...(device && {device}),
                             metrics: [{name: metric.name, datatype: metric.type, value: metric.value}]});
    await client.publish(topic, Buffer.from(payloads.encodePayload({timestamp: Date.now(), metrics: [metric]})), {qos: 0});
  };
}
const setpoint = command('spBv1.0/brewery/DCMD/edge-1/kettle', 'DCMD', 'kettle', {name: 'Setpoint', type: 'Int32', value: 66});
const rebirth = command('spBv1.0/brewery/NCMD/edge-1', 'NCMD', undefined, {name: 'Node Control/Rebirth', type: 'Boolean', value: true});

(async () => {
  const will = {topic: 'spBv1.0/STATE/scada', payload: '{"online":false,"timestamp":1}', qos: 1, retain: true};
  const client = await Client.connect(url, host, {protocolVersion: 4, keepalive: 30, clientId: 'scada', will}, 10);
  const seen = {};
  client.mqtt.on('message', async (topic) => {
    const type = topic.split('/')[2];
    seen[type] = (seen[type] ?? 0) + 1;
    if (type === 'DDATA' && seen.DDATA === 5) await setpoint(client);
    if (type === 'DDATA' && seen.DDATA === 6) await rebirth(client);
    if (type === 'NDEATH') await client.disconnect();
  });
  await client.subscribe(['spBv1.0/#'], {qos: 1});
  await client.publish('spBv1.0/STATE/scada', '{"online":true,"timestamp":1}', {qos: 1, retain: true});
  process.stderr.write('listening\n');
})();
