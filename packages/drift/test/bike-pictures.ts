import { quantile } from './bike-figures.ts'

/** What the pictures of the page on seasons show, month by month of 2012. */
export interface BikeFigures {
  /** Temperatures of each month of 2011 and of 2012. */
  readonly temperatures: readonly (readonly [readonly number[], readonly number[]])[]
  /** Verdicts on temperature: strips of one cell a window, each with the months it spans. */
  readonly strips: readonly { readonly title: string; readonly cells: readonly StripCell[] }[]
  /** Of the model's predictions: their error, and how far they moved from the same month of 2011. */
  readonly demand: readonly { readonly error: number; readonly psi: number }[]
  /** The error on rows of 2011 held out from training. */
  readonly holdout: number
}

export interface StripCell {
  readonly verdict: 'ok' | 'warn' | 'alarm' | 'inconclusive'
  /** KS distance. */
  readonly distance: number
  readonly months: number
}

const months: readonly string[] = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
]

const [width, left, right] = [640, 44, 14]
const each = (width - left - right) / months.length

const light = {
  page: '#ffffff',
  edge: '#d0d7de',
  ink: '#1f2328',
  soft: '#59636e',
  before: '#8c959f',
  now: '#0969da',
  alarm: '#cf222e',
  warn: '#9a6700',
  ok: '#eaeef2',
}
const dark: typeof light = {
  page: '#0d1117',
  edge: '#3d444d',
  ink: '#f0f6fc',
  soft: '#9198a1',
  before: '#9198a1',
  now: '#4493f8',
  alarm: '#da3633',
  warn: '#9e6a03',
  ok: '#262c36',
}

function styles(colours: typeof light): string {
  return Object.entries({
    page: `fill: ${colours.page}; stroke: ${colours.edge}`,
    axis: `stroke: ${colours.edge}; fill: none`,
    text: `fill: ${colours.soft}`,
    strong: `fill: ${colours.ink}`,
    before: `fill: ${colours.before}`,
    now: `fill: ${colours.now}`,
    alarm: `fill: ${colours.alarm}`,
    warn: `fill: ${colours.warn}`,
    ok: `fill: ${colours.ok}`,
    median: `stroke: ${colours.page}; stroke-width: 2`,
    bound: `stroke: ${colours.ink}; stroke-width: 1.5; stroke-dasharray: 5 4; fill: none`,
  })
    .map(([name, style]) => `.${name} { ${style} }`)
    .join(' ')
}

function picture(height: number, title: string, description: string, content: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">
  <title id="title">${title}</title>
  <desc id="desc">${description}</desc>
  <style>
    svg { color-scheme: light dark; font-family: system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 12px }
    ${styles(light)} .inverse { fill: #ffffff }
    @media (prefers-color-scheme: dark) { ${styles(dark)} }
  </style>
  <rect class="page" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" />
${content.map((line) => `  ${line}`).join('\n')}
</svg>
`
}

const at = (value: number): string => String(Number(value.toFixed(1)))
const text = (x: number, y: number, content: string, anchor = 'start', name = 'text'): string =>
  `<text class="${name}" x="${at(x)}" y="${at(y)}" text-anchor="${anchor}">${content}</text>`
const box = (name: string, x: number, y: number, w: number, h: number): string =>
  `<rect class="${name}" x="${at(x)}" y="${at(y)}" width="${at(w)}" height="${at(h)}" rx="2" />`
const middle = (month: number): number => left + (month + 0.5) * each
const monthNames = (y: number): string[] => months.map((name, i) => text(middle(i), y, name, 'middle'))

/** Draws, for each month, where the middle eight tenths of the hours lay. */
function drawTemperatures({ temperatures }: BikeFigures): string {
  const [top, bottom] = [52, 252]
  const y = (value: number): number => bottom - value * (bottom - top)
  const bar = (name: string, values: readonly number[], x: number): string[] => {
    const sorted = values.toSorted((a, b) => a - b)
    const [low, mid, high] = [quantile(sorted, 0.1), quantile(sorted, 0.5), quantile(sorted, 0.9)]
    return [
      box(name, x, y(high), 14, y(low) - y(high)),
      `<path class="median" d="M${at(x)} ${at(y(mid))}h14" />`,
    ]
  }
  return picture(
    282,
    'Temperature of the months of 2011 and 2012',
    'For each month the range that holds the middle eight tenths of its hours. January to March are warmer in 2012, July and August alike.',
    [
      text(12, 24, 'temperature (0 to 1): eight of ten hours lie in the bar, half below its line'),
      box('before', width - 128, 15, 10, 10),
      text(width - 114, 24, '2011'),
      box('now', width - 70, 15, 10, 10),
      text(width - 56, 24, '2012'),
      ...[0, 0.5, 1].flatMap((value) => [
        `<path class="axis" d="M${left} ${at(y(value))}H${width - right}" />`,
        text(left - 8, y(value) + 4, String(value), 'end'),
      ]),
      ...temperatures.flatMap(([before, now], i) => [
        ...bar('before', before, middle(i) - 15),
        ...bar('now', now, middle(i) + 1),
      ]),
      ...monthNames(bottom + 18),
    ],
  )
}

const marks = { ok: '', warn: '◆ ', alarm: '▲ ', inconclusive: '? ' } as const

/** Draws the verdicts on temperature, and the KS distance that each rests on. */
function drawStrips({ strips }: BikeFigures): string {
  const [top, step, tall] = [56, 58, 26]
  const bottom = top + strips.length * step
  return picture(
    bottom + 16,
    'Verdicts on the temperature of 2012, month by month',
    strips
      .map(({ title, cells }) => `${title}: ${cells.map(({ verdict }) => verdict).join(', ')}.`)
      .join(' '),
    [
      box('alarm', width - 206, 13, 14, 14),
      text(width - 187, 24, 'alarm'),
      box('warn', width - 142, 13, 14, 14),
      text(width - 123, 24, 'warn'),
      box('ok', width - 80, 13, 14, 14),
      text(width - 61, 24, 'ok'),
      text(12, 24, 'temperature of 2012: verdict and KS distance'),
      ...strips.flatMap(({ title, cells }, i) => {
        let month = 0
        return [
          text(left - 30, top + i * step + 10, title, 'start', 'strong'),
          ...cells.flatMap(({ verdict, distance, months: wide }) => {
            const x = left - 30 + month * ((width - 26) / 12)
            const across = wide * ((width - 26) / 12) - 2
            month += wide
            const y = top + i * step + 16
            const name = verdict === 'inconclusive' ? 'ok' : verdict
            const label = `${marks[verdict]}${distance.toFixed(2)}`
            return [
              box(name, x, y, across, tall),
              text(x + across / 2, y + 17, label, 'middle', name === 'ok' ? 'strong' : 'inverse'),
            ]
          }),
        ]
      }),
      ...months.map((name, i) =>
        text(left - 30 + (i + 0.5) * ((width - 26) / 12) - 1, bottom + 4, name, 'middle'),
      ),
    ],
  )
}

/** Draws what the labels show of the model, above what its predictions show. */
function drawDemand({ demand, holdout }: BikeFigures): string {
  const panel = (
    top: number,
    bottom: number,
    most: number,
    name: string,
    values: number[],
    bound: number,
  ) => {
    const y = (value: number): number => bottom - (value / most) * (bottom - top)
    return [
      ...[0, most].flatMap((value) => [
        `<path class="axis" d="M${left} ${at(y(value))}H${width - right}" />`,
        text(left - 8, y(value) + 4, String(value), 'end'),
      ]),
      ...values.map((value, i) => box(name, middle(i) - 12, y(value), 24, bottom - y(value))),
      `<path class="bound" d="M${left} ${at(y(bound))}H${width - right}" />`,
    ]
  }
  return picture(
    340,
    'The error of the demand model in 2012, and the drift of its predictions',
    'The error is two to three and a half times that of the held-out rows of 2011. Against the same month of 2011 the predictions hardly move.',
    [
      text(12, 24, `error of the predictions (RMSE, rentals an hour); dashed: held-out rows of 2011`),
      ...panel(
        40,
        160,
        160,
        'alarm',
        demand.map(({ error }) => error),
        holdout,
      ),
      text(12, 196, 'PSI of the predictions against the same month of 2011; dashed: 0.2, a usual limit'),
      ...panel(
        212,
        308,
        0.4,
        'now',
        demand.map(({ psi }) => psi),
        0.2,
      ),
      ...monthNames(326),
    ],
  )
}

/** Draws the pictures of the page, by the names of their files. */
export function drawPictures(figures: BikeFigures): Readonly<Record<string, string>> {
  return {
    'seasons-temperature.svg': drawTemperatures(figures),
    'seasons-verdicts.svg': drawStrips(figures),
    'seasons-demand.svg': drawDemand(figures),
  }
}
