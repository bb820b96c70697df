/**
 * Takes a picture of the dashboard.
 *
 *   npm run dashboard:screenshot                                              docs/dashboard.png, as in the README
 *   npm run dashboard:screenshot -- --out x.png --width 390 --scheme dark
 */
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { crc32, deflateSync } from 'node:zlib'
import { chromium, type Page } from 'playwright'
import { launchOptions } from '../../test/support/chromium.ts'
import { createLivingFleet } from './living-fleet.ts'
import { serveDashboard } from './start.ts'

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: fileURLToPath(new URL('../../docs/dashboard.png', import.meta.url)) },
    width: { type: 'string', default: '1280' },
    height: { type: 'string', default: '800' },
    scheme: { type: 'string', default: 'light' },
  },
})

/** Follows four devices through a lost connection, until there is something to see. */
async function pose(page: Page, dropStreams: () => void): Promise<void> {
  await page.locator('tbody tr[data-id]').first().waitFor()
  for (const name of ['Freezer 02', 'Freezer 03', 'Meter 04', 'Van 02']) {
    await page.getByRole('checkbox', { name: `Follow the logs of ${name}` }).check()
  }
  await page.locator('.line').nth(7).waitFor()
  dropStreams()
  await page.locator('.gap').waitFor()
  const lines = await page.locator('.line').count()
  await page
    .locator('.line')
    .nth(lines + 11)
    .waitFor({ timeout: 60_000 })
  await page.mouse.move(0, 0)
  await page.locator('.page').evaluate((element) => (element.scrollTop = 0))
}

/** The same picture with a palette of 256 colours, a third of the size: a repository keeps every version for good. */
async function shrink(page: Page, png: Buffer): Promise<Buffer> {
  const { width, height, base64 } = await page.evaluate(
    async (source) => {
      const image = await createImageBitmap(await (await fetch(source)).blob())
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!
      context.drawImage(image, 0, 0)
      const { data } = context.getImageData(0, 0, image.width, image.height)
      let text = ''
      for (let at = 0; at < data.length; at += 8192) text += String.fromCharCode(...data.subarray(at, at + 8192))
      return { width: image.width, height: image.height, base64: btoa(text) }
    },
    `data:image/png;base64,${png.toString('base64')}`,
  )
  const pixels = Buffer.from(base64, 'base64')
  const colourAt = (pixel: number) => pixels.readUIntBE(pixel * 4, 3)
  const counts = new Map<number, number>()
  for (let pixel = 0; pixel < width * height; pixel++) {
    counts.set(colourAt(pixel), (counts.get(colourAt(pixel)) ?? 0) + 1)
  }
  const palette = [...counts]
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, 256)
    .map(([colour]) => colour)
  const parts = (colour: number) => [colour >> 16, (colour >> 8) & 255, colour & 255]
  const distance = (a: number[], b: number[]) => a.reduce((sum, value, part) => sum + (value - b[part]!) ** 2, 0)
  const rgb = palette.map(parts)
  const nearest = new Map<number, number>()
  for (const colour of counts.keys()) {
    const distances = rgb.map((other) => distance(parts(colour), other))
    nearest.set(colour, distances.indexOf(Math.min(...distances)))
  }
  // Each row begins with the number of its filter: none.
  const rows = Buffer.alloc((width + 1) * height)
  for (let pixel = 0; pixel < width * height; pixel++) {
    rows[Math.floor(pixel / width) * (width + 1) + 1 + (pixel % width)] = nearest.get(colourAt(pixel))!
  }
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    check.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, check])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Eight bits a pixel, which are an index into the palette.
  header.set([8, 3], 8)
  return Buffer.concat([
    png.subarray(0, 8),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(rgb.flat())),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const { cloud, live } = await createLivingFleet({ rateLimit: 40 })
const stop = live()
const server = await serveDashboard({ cloud })
const browser = await chromium.launch(launchOptions)
try {
  const page = await browser.newPage({
    viewport: { width: Number(values.width), height: Number(values.height) },
    colorScheme: values.scheme === 'dark' ? 'dark' : 'light',
  })
  await page.goto(server.url)
  await pose(page, () => cloud.faults.dropStreams('reset'))
  await writeFile(values.out, await shrink(page, await page.screenshot()))
  console.log(values.out)
} finally {
  stop()
  await browser.close()
  await server.close()
}
