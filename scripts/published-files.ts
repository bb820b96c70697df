/**
 * The files that are published in dist/openapi, one list for whoever goes through all of them: the build lints each,
 * `npm run test:languages` gives each to two more validators, and package.json exports each.
 */
interface PublishedFile {
  name: string
  /** Arazzo describes workflows over the description. */
  format: 'openapi' | 'arazzo'
  /** Rules of redocly.yaml that do not fit the file. */
  skippedRules?: string[]
}

// In a single file, schemas that only an extension names count as unused, and so do those of webhooks in 3.0.
const unused = 'no-unused-components'

export const publishedFiles: PublishedFile[] = [
  { name: 'openapi.yaml', format: 'openapi', skippedRules: [unused] },
  { name: 'openapi.json', format: 'openapi', skippedRules: [unused] },
  {
    name: 'openapi-3.0.json',
    format: 'openapi',
    // The responses of callbacks are yours, not the service's.
    skippedRules: [unused, 'operation-4xx-response', 'rule/response-headers'],
  },
  { name: 'openapi-mcp.json', format: 'openapi' },
  { name: 'arazzo.yaml', format: 'arazzo' },
]
