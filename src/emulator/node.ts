/** `impcentral/emulator/node`: the local impCloud as an HTTP server, and its state in a file. */
export { listen } from './adapters/node/http-server.ts'
export type { ImpCloudServer, ListenOptions } from './adapters/node/http-server.ts'
export { keepState, loadState } from './adapters/node/state-file.ts'
