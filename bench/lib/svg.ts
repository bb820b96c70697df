/** Line plots in plain SVG, readable on light and dark ground. */

export interface Line {
  name: string
  points: readonly (readonly [x: number, y: number])[]
  /** A bound rather than a measurement. */
  dashed?: boolean
}

const colours = ['#2f6fde', '#d9480f', '#2b8a3e', '#862e9c', '#b08800', '#0b7285']
const width = 900
const height = 420
const margin = { left: 70, right: 260, top: 40, bottom: 50 }

/** Round numbers that divide a range into about five. */
function ticks(max: number): number[] {
  const raw = max / 5
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= raw)!
  return Array.from({ length: Math.floor(max / step) + 1 }, (_, i) => i * step)
}

/** Enough points for the eye: long series are thinned, their ends are kept. */
const thin = <T>(points: readonly T[], most = 400): T[] => {
  const step = Math.ceil(points.length / most)
  return points.filter((_, i) => i % step === 0 || i === points.length - 1)
}

export function plot(title: string, xLabel: string, yLabel: string, lines: readonly Line[]): string {
  const all = lines.flatMap(({ points }) => points)
  const maxX = Math.max(...all.map(([x]) => x)) || 1
  const maxY = Math.max(...all.map(([, y]) => y)) * 1.05 || 1
  const x = (value: number) => margin.left + (value / maxX) * (width - margin.left - margin.right)
  const y = (value: number) => height - margin.bottom - (value / maxY) * (height - margin.top - margin.bottom)
  const text = (tx: number, ty: number, content: string, anchor = 'start', fill = '#777') =>
    `<text x="${tx.toFixed(1)}" y="${ty.toFixed(1)}" text-anchor="${anchor}" fill="${fill}">${content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`
  const right = width - margin.right
  const bottom = height - margin.bottom
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<g font-weight="600">${text(margin.left, 22, title, 'start', '#222')}</g>`,
    ...ticks(maxX).map((value) => text(x(value), bottom + 18, value.toLocaleString('en'), 'middle')),
    ...ticks(maxY).flatMap((value) => [
      `<line x1="${margin.left}" x2="${right}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}" stroke="#e3e3e3"/>`,
      text(margin.left - 8, y(value) + 4, value.toLocaleString('en'), 'end'),
    ]),
    text((margin.left + right) / 2, height - 12, xLabel, 'middle'),
    text(margin.left, margin.top - 4, yLabel),
    ...lines.flatMap(({ name, points, dashed }, i) => {
      const colour = dashed ? '#888' : colours[i % colours.length]!
      const path = thin(points).map(([px, py]) => `${x(px).toFixed(1)},${y(py).toFixed(1)}`)
      const top = margin.top + 10 + i * 22
      return [
        `<polyline points="${path.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"${dashed ? ' stroke-dasharray="6 4"' : ''}/>`,
        `<line x1="${right + 14}" x2="${right + 40}" y1="${top - 4}" y2="${top - 4}" stroke="${colour}" stroke-width="2"${dashed ? ' stroke-dasharray="6 4"' : ''}/>`,
        text(right + 46, top, name, 'start', '#222'),
      ]
    }),
    '</svg>\n',
  ].join('\n')
}
