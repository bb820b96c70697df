// workerd: one request in, one answer out.
import { run } from './suite.js'

export default {
  async fetch(request) {
    return Response.json(await run(await request.json()))
  },
}
