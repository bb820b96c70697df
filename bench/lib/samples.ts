/** Resources as the API has them. */
export const deviceId = (index: number): string => `5000d8c4${index.toString(16).padStart(8, '0')}`

export const device = (index: number): object => ({
  type: 'device',
  id: deviceId(index),
  links: { self: `https://api.electricimp.com/v5/devices/${deviceId(index)}` },
  attributes: {
    name: `Fridge ${index}`,
    agent_id: `x5Hs${index.toString(36).padStart(8, 'A')}`,
    agent_url: `https://agent.electricimp.com/x5Hs${index.toString(36).padStart(8, 'A')}`,
    device_online: index % 7 !== 0,
    device_state_changed_at: '2026-05-01T09:00:00.123Z',
    agent_running: true,
    agent_state_changed_at: '2026-05-01T08:59:00.001Z',
    last_enrolled_at: '2026-03-01T10:20:30.456Z',
    imp_type: 'imp003',
    swversion: '8f7a1c2 - release-42.3 - Mon Mar  2 10:11:12 2026 - production',
    ip_address: '203.0.113.7',
    mac_address: `0c:2a:69:${(index >> 16).toString(16).padStart(2, '0')}:${((index >> 8) & 255).toString(16).padStart(2, '0')}:${(index & 255).toString(16).padStart(2, '0')}`,
    free_memory: 81_264,
    rssi: -58,
    plan_id: null,
  },
  relationships: {
    owner: { type: 'account', id: '0d6f2b7c-91a4-3e58-c7d0-5b8e14f2a936' },
    product: { type: 'product', id: '8e1d3c5b-7a90-4f62-b8d4-1c3e5f7a9b0d' },
    devicegroup: { type: 'development_devicegroup', id: '4b2a6c8e-0d1f-4375-9a6b-2c4d6e8f0a1b' },
  },
})
