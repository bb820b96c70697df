export interface Stats {
  min: number
  median: number
  max: number
}

export function stats(values: readonly number[]): Stats {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
  return { min: sorted[0]!, median, max: sorted.at(-1)! }
}

export const median = (values: readonly number[]): number => stats(values).median

/** Round by round, so that what disturbs a round disturbs both sides of the ratio. */
export const ratios = (values: readonly number[], base: readonly number[]): Stats =>
  stats(values.map((value, round) => value / base[round]!))

/** The exponent b of cost ~ n^b, by least squares over the logarithms: 0 is flat, 1 is linear. */
export function slope(points: readonly (readonly [n: number, cost: number])[]): number {
  const logs = points.map(([n, cost]) => [Math.log(n), Math.log(cost)] as const)
  const mean = (index: 0 | 1) => logs.reduce((sum, point) => sum + point[index], 0) / logs.length
  const [mx, my] = [mean(0), mean(1)]
  const over = logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0)
  return over / logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0)
}

/** Three significant digits, thousands apart. */
export function number(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits })
}

export const spread = ({ min, median, max }: Stats): string => `${number(min)} / **${number(median)}** / ${number(max)}`
